package io.tributary.tracker.access;

import io.tributary.codec.Endpoint;
import org.agrona.DirectBuffer;

/**
 * One complete state of the lists: which info-hashes may be served, which not, which of them other trackers may hear
 * of, and which sources are not answered. Hot path.
 *
 * <p>Immutable, so that a reload can only replace all of it. Both info-hash lists may be there at once; an info-hash on
 * both is denied. An allow list that is there and empty allows nothing. Owns the sets: {@link #close()} frees them.
 */
public final class AccessLists implements AutoCloseable
{
    public static final int ALLOWED = 0;
    /** There is an allow list, and this is not on it. */
    public static final int NOT_ALLOWED = 1;
    /** On a deny list. */
    public static final int DENIED = 2;

    private final InfoHashSet allowedInfoHashes;
    private final InfoHashSet deniedInfoHashes;
    private final AddressRanges deniedAddresses;
    private final InfoHashSet sharedInfoHashes;
    private final InfoHashSet privateInfoHashes;

    /**
     * Take ownership of filled sets.
     *
     * @param allowedInfoHashes null for no allow list: everything that is not denied is allowed.
     * @param deniedInfoHashes  null for no deny list.
     * @param deniedAddresses   {@link AddressRanges#NONE} for none.
     */
    public AccessLists(
        final InfoHashSet allowedInfoHashes, final InfoHashSet deniedInfoHashes, final AddressRanges deniedAddresses)
    {
        this(allowedInfoHashes, deniedInfoHashes, deniedAddresses, null, null);
    }

    /**
     * Take ownership of filled sets.
     *
     * @param allowedInfoHashes null for no allow list: everything that is not denied is allowed.
     * @param deniedInfoHashes  null for no deny list.
     * @param deniedAddresses   {@link AddressRanges#NONE} for none.
     * @param sharedInfoHashes  null for no list: everything that is allowed is shared.
     * @param privateInfoHashes null for no list.
     */
    public AccessLists(
        final InfoHashSet allowedInfoHashes,
        final InfoHashSet deniedInfoHashes,
        final AddressRanges deniedAddresses,
        final InfoHashSet sharedInfoHashes,
        final InfoHashSet privateInfoHashes)
    {
        this.allowedInfoHashes = allowedInfoHashes;
        this.deniedInfoHashes = deniedInfoHashes;
        this.deniedAddresses = deniedAddresses;
        this.sharedInfoHashes = sharedInfoHashes;
        this.privateInfoHashes = privateInfoHashes;
    }

    /**
     * Lists of a tracker that serves everybody.
     *
     * @return lists that allow everything.
     */
    public static AccessLists open()
    {
        return new AccessLists(null, null, AddressRanges.NONE);
    }

    /**
     * May this info-hash be served?
     *
     * @param buffer holding it.
     * @param offset of its 20 bytes.
     * @return {@link #ALLOWED}, {@link #NOT_ALLOWED} or {@link #DENIED}.
     */
    public int checkInfoHash(final DirectBuffer buffer, final int offset)
    {
        if (null != deniedInfoHashes && deniedInfoHashes.contains(buffer, offset))
        {
            return DENIED;
        }

        return null == allowedInfoHashes || allowedInfoHashes.contains(buffer, offset) ? ALLOWED : NOT_ALLOWED;
    }

    /**
     * May other trackers hear of this info-hash? Only of what is served here.
     *
     * @param buffer holding it.
     * @param offset of its 20 bytes.
     * @return false to keep silent about it.
     */
    public boolean isShared(final DirectBuffer buffer, final int offset)
    {
        return ALLOWED == checkInfoHash(buffer, offset) &&
            (null == privateInfoHashes || !privateInfoHashes.contains(buffer, offset)) &&
            (null == sharedInfoHashes || sharedInfoHashes.contains(buffer, offset));
    }

    /**
     * May this address be answered, or be handed out?
     *
     * @param endpoint whose address is meant.
     * @return {@link #ALLOWED} or {@link #DENIED}.
     */
    public int checkAddress(final Endpoint endpoint)
    {
        return deniedAddresses.contains(endpoint) ? DENIED : ALLOWED;
    }

    /** Free the sets; see {@link InfoHashSet#close()} for who may. */
    public void close()
    {
        close(allowedInfoHashes);
        close(deniedInfoHashes);
        close(sharedInfoHashes);
        close(privateInfoHashes);
    }

    /** For the log: how much is on each list. */
    public String toString()
    {
        return "allow list " + count(allowedInfoHashes) + ", deny list " + count(deniedInfoHashes) + ", " +
            deniedAddresses.rangeCount() + " denied address ranges, share list " + count(sharedInfoHashes) +
            ", private list " + count(privateInfoHashes);
    }

    private static void close(final InfoHashSet set)
    {
        if (null != set)
        {
            set.close();
        }
    }

    private static String count(final InfoHashSet set)
    {
        return null == set ? "off" : set.entryCount() + " info-hashes";
    }
}
