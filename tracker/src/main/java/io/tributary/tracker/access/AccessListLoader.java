package io.tributary.tracker.access;

import io.tributary.tracker.hash.SipHash;
import org.agrona.concurrent.UnsafeBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads the list files: at start on the caller's thread, later on one of its own while the loop goes on with the old
 * lists.
 *
 * <p>First word of each line; the rest is a reason or comment. Info-hashes: 40 hexadecimal digits, or the 64 of BEP
 * 52, of which trackers see the first 20 bytes. Addresses: single ones or CIDR; names are never looked up. Info-hash
 * files are read twice, to check and count, then to fill a set of exactly that size: no growth, and no memory taken
 * for a bad file. Any error refuses all the lists of that load. One thread at a time.
 */
public final class AccessListLoader
{
    private static final Logger LOGGER = LoggerFactory.getLogger(AccessListLoader.class);

    private static final String NOT_AN_INFO_HASH = "expected an info-hash of 40 or 64 hexadecimal digits";
    private static final int HEX_LENGTH = 2 * InfoHashSet.INFO_HASH_LENGTH;
    private static final int HEX_LENGTH_V2 = 64;
    private static final long RECLAIM_PAUSE_NS = 10_000_000;

    private final SipHash sipHash;
    private final byte[] infoHash = new byte[InfoHashSet.INFO_HASH_LENGTH];
    private final UnsafeBuffer infoHashBuffer = new UnsafeBuffer(infoHash);

    /**
     * A loader for the life of the process.
     *
     * @param sipHash with a random key: lists may hold hashes made to collide.
     */
    public AccessListLoader(final SipHash sipHash)
    {
        this.sipHash = sipHash;
    }

    /**
     * Read all lists, or none.
     *
     * @param files to read.
     * @return complete lists, owned by the caller.
     * @throws AccessListException with a message for the operator.
     */
    public AccessLists load(final AccessListFiles files) throws AccessListException
    {
        final AccessListErrors errors = new AccessListErrors();
        final Path[] infoHashFiles = {files.allowedInfoHashes(), files.deniedInfoHashes(), files.sharedInfoHashes(),
            files.privateInfoHashes()};
        final int[] counts = new int[infoHashFiles.length];
        for (int i = 0; i < counts.length; i++)
        {
            counts[i] = readInfoHashes(infoHashFiles[i], null, errors);
        }
        final AddressRanges deniedAddresses = readAddresses(files.deniedAddresses(), errors);
        errors.throwIfAny();

        final InfoHashSet[] sets = new InfoHashSet[counts.length];
        boolean isComplete = false;
        try
        {
            for (int i = 0; i < sets.length; i++)
            {
                sets[i] = newSet(infoHashFiles[i], counts[i]);
                fill(infoHashFiles[i], sets[i], counts[i], errors);
            }
            errors.throwIfAny();
            isComplete = true;
            return new AccessLists(sets[0], sets[1], deniedAddresses, sets[2], sets[3]);
        }
        finally
        {
            if (!isComplete)
            {
                new AccessLists(sets[0], sets[1], deniedAddresses, sets[2], sets[3]).close();
            }
        }
    }

    /**
     * Read all lists and hand them to the loop, then stay until the loop has taken them and the old ones are freed, or
     * this thread is interrupted. On any error the lists in use stay, whole, and the errors are logged.
     *
     * @param files    to read.
     * @param exchange read by a running loop; never called from its thread.
     * @return whether new lists were published.
     */
    public boolean reload(final AccessListFiles files, final AccessListExchange exchange)
    {
        final AccessLists next;
        try
        {
            next = load(files);
        }
        catch (final AccessListException e)
        {
            LOGGER.error("access lists not reloaded, the old ones stay in use:\n{}", e.getMessage());
            return false;
        }

        final String description = next.toString();
        exchange.publish(next);
        while (!exchange.reclaim() && !Thread.currentThread().isInterrupted())
        {
            LockSupport.parkNanos(exchange, RECLAIM_PAUSE_NS);
        }
        LOGGER.info("access lists reloaded: {}", description);
        return true;
    }

    private InfoHashSet newSet(final Path file, final int entryCount)
    {
        return null == file ? null : new InfoHashSet(entryCount, sipHash);
    }

    private void fill(final Path file, final InfoHashSet set, final int entryCount, final AccessListErrors errors)
    {
        if (entryCount != readInfoHashes(file, set, errors))
        {
            errors.add(file, "changed while it was read; expected a file that is replaced as a whole");
        }
    }

    /**
     * Check every line and, when there is a set, fill it. Returns the number of info-hashes, repeated ones included.
     */
    private int readInfoHashes(final Path file, final InfoHashSet set, final AccessListErrors errors)
    {
        int count = 0;
        if (null == file)
        {
            return count;
        }

        try (LineReader line = new LineReader(Files.newInputStream(file)))
        {
            while (line.next())
            {
                if (!parseInfoHash(line))
                {
                    errors.add(file, line, NOT_AN_INFO_HASH);
                }
                else if (count == (null == set ? InfoHashSet.ENTRY_COUNT_MAX : set.entryCountMax()))
                {
                    errors.add(file, "expected at most " + count + " info-hashes");
                    return count;
                }
                else
                {
                    count++;
                    if (null != set)
                    {
                        set.add(infoHashBuffer, 0);
                    }
                }
            }
        }
        catch (final IOException e)
        {
            errors.add(file, unreadable(e));
        }
        return count;
    }

    private AddressRanges readAddresses(final Path file, final AccessListErrors errors)
    {
        if (null == file)
        {
            return AddressRanges.NONE;
        }

        final AddressRanges.Builder builder = new AddressRanges.Builder();
        final NetworkParser parser = new NetworkParser();
        try (LineReader line = new LineReader(Files.newInputStream(file)))
        {
            while (line.next())
            {
                final String error = parser.parse(line.token(), line.tokenLength());
                if (null != error)
                {
                    errors.add(file, line, error);
                }
                else if (builder.networkCount() == AddressRanges.RANGE_COUNT_MAX)
                {
                    errors.add(file, "expected at most " + AddressRanges.RANGE_COUNT_MAX + " networks");
                    break;
                }
                else
                {
                    builder.add(parser.network(), parser.prefixLength());
                }
            }
        }
        catch (final IOException e)
        {
            errors.add(file, unreadable(e));
        }
        return builder.build();
    }

    private boolean parseInfoHash(final LineReader line)
    {
        final int length = line.tokenLength();
        if (HEX_LENGTH != length && HEX_LENGTH_V2 != length)
        {
            return false;
        }

        final byte[] token = line.token();
        int invalid = 0;
        for (int i = 0; i < length; i += 2)
        {
            final int value = Character.digit(token[i], 16) << 4 | Character.digit(token[i + 1], 16);
            invalid |= value;
            if (i < HEX_LENGTH)
            {
                infoHash[i / 2] = (byte)value;
            }
        }
        return invalid >= 0;
    }

    private static String unreadable(final IOException e)
    {
        final String reason =
            e instanceof NoSuchFileException ? "no such file" :
            e instanceof AccessDeniedException ? "permission denied" : e.getMessage();
        return "cannot be read (" + reason + "); expected a readable file";
    }
}
