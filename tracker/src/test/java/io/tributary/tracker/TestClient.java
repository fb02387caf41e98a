package io.tributary.tracker;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client on one loopback socket that sends again when there is no answer, as BEP 15 asks for, three times at most.
 */
final class TestClient implements AutoCloseable
{
    private static final int ATTEMPTS = 3;
    private static final int TIMEOUT_MS = 10_000;

    private final DatagramSocket socket;
    private final InetSocketAddress tracker;
    private final byte[] buffer = new byte[2048];
    private int retransmissions;
    private int unanswered;

    TestClient(final InetSocketAddress tracker) throws IOException
    {
        this(tracker.getAddress().getHostAddress(), tracker);
    }

    TestClient(final String localAddress, final InetSocketAddress tracker) throws IOException
    {
        this.socket = new DatagramSocket(0, InetAddress.getByName(localAddress));
        this.tracker = tracker;
        socket.connect(tracker);
        socket.setSoTimeout(TIMEOUT_MS);
    }

    /** Send and wait; silence after all attempts. */
    TrackerReply ask(final byte[] packet) throws IOException
    {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++)
        {
            retransmissions += attempt > 0 ? 1 : 0;
            send(packet);
            try
            {
                return receive();
            }
            catch (final SocketTimeoutException ignore)
            {
                // Again, then.
            }
        }
        unanswered++;
        return new TrackerReply(new byte[0]);
    }

    void send(final byte[] packet) throws IOException
    {
        socket.send(new DatagramPacket(packet, packet.length));
    }

    TrackerReply receive() throws IOException
    {
        final DatagramPacket reply = new DatagramPacket(buffer, buffer.length);
        socket.receive(reply);
        return new TrackerReply(Arrays.copyOf(buffer, reply.getLength()));
    }

    long connectionId() throws IOException
    {
        final TrackerReply reply = ask(ClientPackets.connect());
        assertThat(reply.isSilence()).as(tracker + " answers a connect").isFalse();
        return reply.connectionId();
    }

    int retransmissions()
    {
        return retransmissions;
    }

    int unanswered()
    {
        return unanswered;
    }

    @Override
    public void close()
    {
        socket.close();
    }
}
