package io.tributary.tracker.access;

import java.nio.file.Path;

/**
 * Where the lists are; null for a list that is not wanted.
 *
 * @param allowedInfoHashes one info-hash a line.
 * @param deniedInfoHashes  one info-hash a line.
 * @param deniedAddresses   one address or network a line.
 * @param sharedInfoHashes  one info-hash a line.
 * @param privateInfoHashes one info-hash a line.
 */
public record AccessListFiles(
    Path allowedInfoHashes,
    Path deniedInfoHashes,
    Path deniedAddresses,
    Path sharedInfoHashes,
    Path privateInfoHashes)
{
    /**
     * Of a tracker that shares whatever it serves.
     *
     * @param allowedInfoHashes one info-hash a line.
     * @param deniedInfoHashes  one info-hash a line.
     * @param deniedAddresses   one address or network a line.
     */
    public AccessListFiles(final Path allowedInfoHashes, final Path deniedInfoHashes, final Path deniedAddresses)
    {
        this(allowedInfoHashes, deniedInfoHashes, deniedAddresses, null, null);
    }
}
