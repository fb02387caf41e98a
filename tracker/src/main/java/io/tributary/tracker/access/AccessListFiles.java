package io.tributary.tracker.access;

import java.nio.file.Path;

/**
 * Where the lists are; null for a list that is not wanted.
 *
 * @param allowedInfoHashes one info-hash a line.
 * @param deniedInfoHashes  one info-hash a line.
 * @param deniedAddresses   one address or network a line.
 */
public record AccessListFiles(Path allowedInfoHashes, Path deniedInfoHashes, Path deniedAddresses)
{
}
