package mm.lab.explore;

import java.util.List;

/**
 * A logical thread that waits for ever.
 *
 * @param actor its name
 * @param what it waits for, in words
 * @param blockers names of the logical threads that could end the wait; empty when nobody can
 */
public record Stuck(String actor, String what, List<String> blockers) {}
