package io.tributary.bench.jmh;

import io.tributary.codec.Endpoint;
import io.tributary.codec.overlay.HelloFlyweight;
import io.tributary.codec.overlay.InfoHashListFlyweight;
import io.tributary.codec.overlay.OverlayHeaderFlyweight;
import io.tributary.codec.overlay.OverlayProtocol;
import io.tributary.codec.overlay.SummaryAcknowledgementFlyweight;
import io.tributary.codec.overlay.SummaryFlyweight;
import io.tributary.codec.overlay.SynFlyweight;
import io.tributary.tracker.overlay.LinkSettings;
import io.tributary.tracker.overlay.OverlayAgent;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/**
 * The other end of a link, as far as a tracker under test can tell: a tracker of version 2, on a wire without loss.
 * It is connected to, has every swarm that it hears of, agrees with everything and acknowledges it at once; what it has
 * to tell of itself is up to its user. Answers wait until they are delivered, because nothing may come in while the
 * tracker sends. Allocates nothing after construction. One thread.
 */
final class PlayedNeighbour
{
    static final int DATAGRAM_MAX = OverlayProtocol.DATAGRAM_LENGTH_IPV4_DEFAULT;

    private static final int ADDRESS_BASE = 10 << 24;
    private static final int PORT = 6969;
    private static final int ANSWERS_MAX = 1024;
    private static final int ANSWER_STRIDE = 128;
    private static final long OWN_ID_BASE = 0x7112_0000_0000_0000L;
    private static final int HELLO_MS = 10_000;
    private static final int DISCONNECT_MS = 40_000;
    private static final int PEERS_PER_SWARM_MAX = 65_535;

    private final Endpoint endpoint;
    private final long ownId;
    private final byte[] key;
    private final PacketTag tag;
    private final OverlayHeaderFlyweight received = new OverlayHeaderFlyweight();
    private final OverlayHeaderFlyweight header = new OverlayHeaderFlyweight();
    private final SynFlyweight receivedSyn = new SynFlyweight();
    private final SynFlyweight syn = new SynFlyweight();
    private final SummaryFlyweight summary = new SummaryFlyweight();
    private final SummaryAcknowledgementFlyweight summaryAnswer = new SummaryAcknowledgementFlyweight();
    private final InfoHashListFlyweight emptyList = new InfoHashListFlyweight();
    private final HelloFlyweight hello = new HelloFlyweight();
    private final UnsafeBuffer answers = new UnsafeBuffer(ByteBuffer.allocateDirect(ANSWERS_MAX * ANSWER_STRIDE));
    private final UnsafeBuffer reply = new UnsafeBuffer(new byte[0]);
    private final int[] answerLengths = new int[ANSWERS_MAX];
    private int answerCount;
    private long trackerConnectionId = OverlayProtocol.NO_CONNECTION_ID;
    private int lastNumber;
    private long swarmsHeardOf;
    private long updates;
    private long acknowledgements;

    /**
     * A neighbour that has not been connected to.
     *
     * @param index   tells it from others.
     * @param isKeyed whether its packets are authenticated.
     */
    PlayedNeighbour(final int index, final boolean isKeyed)
    {
        endpoint = new Endpoint().ipv4(ADDRESS_BASE + index, PORT);
        ownId = OWN_ID_BASE + index;
        key = new byte[isKeyed ? PacketTag.KEY_LENGTH : 0];
        new SplittableRandom(index).nextBytes(key);
        tag = isKeyed ? new PacketTag(key) : null;
    }

    /** The index of the neighbour at an address. */
    static int index(final Endpoint destination)
    {
        return destination.ipv4Address() - ADDRESS_BASE;
    }

    /** The link as the tracker under test is to configure it: nothing is held back or refused. */
    LinkSettings link()
    {
        return new LinkSettings("to " + endpoint, endpoint, false, LinkSettings.Version.TWO, key, keyId(), new byte[0],
            0, false, LinkSettings.PrivateAddresses.AUTO, PEERS_PER_SWARM_MAX, Integer.MAX_VALUE, 0);
    }

    Endpoint endpoint()
    {
        return endpoint;
    }

    long trackerIdHigh()
    {
        return ownId;
    }

    long trackerIdLow()
    {
        return ~ownId;
    }

    /** Info-hashes in SUMMARY packets. */
    long swarmsHeardOf()
    {
        return swarmsHeardOf;
    }

    /** UPDATE packets received, acknowledgements excepted. */
    long updates()
    {
        return updates;
    }

    /** Acknowledgements received. */
    long acknowledgements()
    {
        return acknowledgements;
    }

    /** Where a body must end at the latest, as an offset in its packet. */
    int bodyLimit()
    {
        return DATAGRAM_MAX - (null == tag ? 0 : OverlayProtocol.TAG_LENGTH);
    }

    /**
     * Make a request of a body: header before, tag behind it, and a number of its own.
     *
     * @param buffer     with room for both.
     * @param offset     of the packet.
     * @param bodyLength of the body, which begins 20 bytes later.
     * @param action     of {@link OverlayProtocol}.
     * @return length of the packet.
     */
    int seal(final MutableDirectBuffer buffer, final int offset, final int bodyLength, final int action)
    {
        return seal(buffer, offset, bodyLength, action, 0, ++lastNumber);
    }

    /** A datagram of the tracker's. */
    void onDatagram(final DirectBuffer buffer, final int offset, final int length)
    {
        received.wrap(buffer, offset, length);
        if (OverlayProtocol.ACTION_SYN == received.action())
        {
            onSyn(buffer, offset, length);
        }
        else if (0 != (received.flags() & OverlayProtocol.FLAG_ACK))
        {
            acknowledgements++;
        }
        else
        {
            onRequest(buffer, offset + OverlayHeaderFlyweight.LENGTH_VERSION_TWO, offset + length);
        }
    }

    /** Hand over all answers. */
    void deliver(final OverlayAgent agent, final long nowNs, final int nowSec)
    {
        for (int i = 0; i < answerCount; i++)
        {
            agent.onDatagram(answers, i * ANSWER_STRIDE, answerLengths[i], endpoint, reply, nowNs, nowSec);
        }
        answerCount = 0;
    }

    private void onSyn(final DirectBuffer buffer, final int offset, final int length)
    {
        receivedSyn.wrap(buffer, offset, length);
        if (receivedSyn.isConfirm())
        {
            answerWithHello();
            return;
        }
        trackerConnectionId = receivedSyn.ownConnectionId();
        lastNumber = 0;
        syn.wrapEncodeVersionTwo(answers, answerOffset(), keyId())
            .connectionId(trackerConnectionId)
            .transactionId(receivedSyn.transactionId())
            .port(PORT)
            .flags(OverlayProtocol.FLAG_ACK)
            .linkKind(OverlayProtocol.KIND_INTERNAL)
            .helloMs(HELLO_MS)
            .disconnectMs(DISCONNECT_MS)
            .datagramLengthMax(DATAGRAM_MAX)
            .trackerId(trackerIdHigh(), trackerIdLow())
            .bootEpochMs(1)
            .ownConnectionId(ownId);
        if (null != tag)
        {
            tag.append(answers, answerOffset(), SynFlyweight.LENGTH_VERSION_TWO);
        }
        answerLengths[answerCount++] = syn.encodedLength();
    }

    private void onRequest(final DirectBuffer buffer, final int bodyOffset, final int end)
    {
        final int tagLength = null == tag ? 0 : OverlayProtocol.TAG_LENGTH;
        switch (received.action())
        {
            case OverlayProtocol.ACTION_HELLO -> answerWithHello();
            case OverlayProtocol.ACTION_SUMMARY ->
            {
                summary.wrap(buffer, bodyOffset, end - bodyOffset - tagLength);
                summaryAnswer.wrapEncode(answers, answerBody(), summary.count());
                for (int i = 0; i < summary.count(); i++)
                {
                    summaryAnswer.share(i);
                }
                swarmsHeardOf += summary.count();
                acknowledge(summaryAnswer.encodedLength());
            }
            case OverlayProtocol.ACTION_UPDATE ->
            {
                updates++;
                acknowledgeWithEmptyList();
            }
            case OverlayProtocol.ACTION_DIGEST -> acknowledgeWithEmptyList();
            default -> throw new IllegalStateException("unexpected action " + received.action());
        }
    }

    private void answerWithHello()
    {
        hello.wrapEncode(answers, answerBody())
            .heardTransactionId(0).sharedSwarms(0).internalMandates(0).externalMandates(0).neighbourDigest(0);
        final int length = seal(answers, answerOffset(), HelloFlyweight.LENGTH, OverlayProtocol.ACTION_HELLO);
        answerLengths[answerCount++] = length;
    }

    private void acknowledgeWithEmptyList()
    {
        emptyList.wrapEncode(answers, answerBody(), answerOffset() + ANSWER_STRIDE);
        acknowledge(emptyList.encodedLength());
    }

    private void acknowledge(final int bodyLength)
    {
        final int length = seal(answers, answerOffset(), bodyLength, received.action(), OverlayProtocol.FLAG_ACK,
            received.transactionId());
        answerLengths[answerCount++] = length;
    }

    private int seal(
        final MutableDirectBuffer buffer,
        final int offset,
        final int bodyLength,
        final int action,
        final int flags,
        final int transactionId)
    {
        header.wrapEncode(buffer, offset)
            .connectionId(trackerConnectionId)
            .action(action)
            .transactionId(transactionId)
            .port(PORT)
            .flags(flags)
            .keyId(keyId());
        final int length = OverlayHeaderFlyweight.LENGTH_VERSION_TWO + bodyLength;
        if (null == tag)
        {
            return length;
        }
        tag.append(buffer, offset, length);
        return length + OverlayProtocol.TAG_LENGTH;
    }

    private int keyId()
    {
        return 0 == key.length ? OverlayProtocol.NO_KEY : PacketTag.KEY_ID;
    }

    private int answerOffset()
    {
        return answerCount * ANSWER_STRIDE;
    }

    private int answerBody()
    {
        return answerOffset() + OverlayHeaderFlyweight.LENGTH_VERSION_TWO;
    }
}
