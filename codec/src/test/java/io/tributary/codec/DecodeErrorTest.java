package io.tributary.codec;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DecodeErrorTest
{
    @Test
    void shouldGiveZeroToWhatIsFine()
    {
        assertThat(DecodeError.NONE.ordinal()).isZero();
    }

    @Test
    void shouldFindEveryErrorByItsOrdinal()
    {
        assertThat(DecodeError.COUNT).isEqualTo(DecodeError.values().length);
        for (final DecodeError error : DecodeError.values())
        {
            assertThat(DecodeError.of(error.ordinal())).isSameAs(error);
        }
    }
}
