package io.tributary.tracker.request;

/**
 * What other trackers have been asked and have not yet answered.
 */
@FunctionalInterface
public interface OpenQuestions
{
    /**
     * Whether an answer may still come. Hot path.
     *
     * @param question from {@link io.tributary.tracker.swarm.SwarmAnnounce#question}; may be of any age.
     * @return false once waiting for it gains nothing.
     */
    boolean isOpen(int question);
}
