package io.tributary.bench.report;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import javax.xml.parsers.DocumentBuilderFactory;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SvgChartTest
{
    private static final double[] XS = {2, 4, 8};

    private static SvgChart chart()
    {
        return SvgChart.ofLines("a < b & c", Axis.logarithmic("trackers", 2), Axis.linear("packets"));
    }

    private static List<Element> elements(final SvgChart chart, final String name) throws Exception
    {
        final Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder()
            .parse(new ByteArrayInputStream(chart.svg().getBytes(StandardCharsets.UTF_8)));
        final NodeList nodes = document.getElementsByTagName(name);
        final List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++)
        {
            elements.add((Element)nodes.item(i));
        }
        return elements;
    }

    private static List<String> texts(final SvgChart chart) throws Exception
    {
        return elements(chart, "text").stream().map(Element::getTextContent).toList();
    }

    private static double number(final Element element, final String attribute)
    {
        return Double.parseDouble(element.getAttribute(attribute));
    }

    @Test
    void shouldWriteTextAsText() throws Exception
    {
        assertThat(texts(chart().line("mesh <1>", XS, new double[]{2, 12, 56}).bound("limit", 40)))
            .contains("a < b & c", "trackers", "packets", "mesh <1>", "limit", "2", "4", "8", "0", "20", "60");
    }

    @Test
    void shouldPlacePointsByBothScales() throws Exception
    {
        final List<Element> points = elements(chart().line("mesh", XS, new double[]{0, 30, 60}), "circle");
        assertThat(points).hasSize(3);
        assertThat(number(points.get(1), "cx") * 2)
            .isEqualTo(number(points.get(0), "cx") + number(points.get(2), "cx"));
        assertThat(number(points.get(1), "cy") * 2)
            .isEqualTo(number(points.get(0), "cy") + number(points.get(2), "cy"));
        assertThat(number(points.get(0), "cy")).as("0 is at the bottom").isGreaterThan(number(points.get(2), "cy"));
        assertThat(points.get(2).getTextContent()).isEqualTo("mesh: 8, 60");
    }

    @Test
    void shouldDrawABandOnlyAroundWhatVaries()
    {
        final double[] middles = {2, 3, 4};
        assertThat(chart().line("steady", XS, middles).svg()).doesNotContain("class=\"band\"");
        assertThat(chart().band("varies", XS, new double[]{1, 2, 3}, middles, new double[]{3, 4, 5}).svg())
            .containsOnlyOnce("class=\"band\"");
    }

    @Test
    void shouldLeaveAGapWhereThereIsNoNumber() throws Exception
    {
        final SvgChart chart = chart().line("mesh", XS, new double[]{2, Double.NaN, 56});
        assertThat(elements(chart, "circle")).hasSize(2);
        assertThat(chart.svg()).doesNotContain("NaN");
    }

    @Test
    void shouldDrawBarsBesideEachOtherFromTheBottom() throws Exception
    {
        final SvgChart chart = SvgChart.ofBars("t", "kind", List.of("one", "two"), Axis.linear("bytes"))
            .bars("sent", 10, 20).bars("received", 5, Double.NaN);
        final List<Element> bars = elements(chart, "rect").stream()
            .filter((bar) -> bar.getElementsByTagName("title").getLength() > 0).toList();
        assertThat(bars).hasSize(3);
        assertThat(number(bars.get(1), "height")).isEqualTo(2 * number(bars.get(0), "height"));
        assertThat(number(bars.get(0), "x") + number(bars.get(0), "width")).isEqualTo(number(bars.get(2), "x"));
        assertThat(texts(chart)).contains("one", "two");
    }

    @Test
    void shouldMakeRoomForBoundsAndKeepEverythingInside() throws Exception
    {
        final List<Element> points =
            elements(chart().line("mesh", XS, new double[]{1, 2, 3}).bound("limit", 300), "circle");
        assertThat(points).allMatch((point) -> number(point, "cy") > 370 && number(point, "cy") < 385);
    }

    @Test
    void shouldBeSmallAndTheSameInEveryLocale()
    {
        final Locale locale = Locale.getDefault();
        final String expected = chart().line("mesh", XS, new double[]{0.5, 1.5, 1_000}).svg();
        try
        {
            Locale.setDefault(Locale.GERMANY);
            assertThat(chart().line("mesh", XS, new double[]{0.5, 1.5, 1_000}).svg()).isEqualTo(expected);
        }
        finally
        {
            Locale.setDefault(locale);
        }
        assertThat(expected.length()).isLessThan(4_000);
    }

    @Test
    void shouldRefuseValuesWithoutPlaces()
    {
        assertThatThrownBy(() -> chart().line("mesh", XS, new double[]{1})).hasMessageContaining("3 places, 1 values");
    }
}
