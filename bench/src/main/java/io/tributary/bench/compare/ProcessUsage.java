package io.tributary.bench.compare;

/**
 * Processor time of a process since its start, from three of the kernel's accounts, and of its core since boot.
 *
 * @param userNs      in user mode, by {@code /proc/PID/stat}.
 * @param systemNs    in the kernel, by {@code /proc/PID/stat}.
 * @param scheduledNs on a core, by the schedstat of all threads: exact to the nanosecond, the check of the two above.
 * @param coreBusyNs  of the core the process is pinned to, whoever caused it, interrupts included.
 */
record ProcessUsage(long userNs, long systemNs, long scheduledNs, long coreBusyNs)
{
    ProcessUsage since(final ProcessUsage earlier)
    {
        return new ProcessUsage(
            userNs - earlier.userNs,
            systemNs - earlier.systemNs,
            scheduledNs - earlier.scheduledNs,
            coreBusyNs - earlier.coreBusyNs);
    }
}
