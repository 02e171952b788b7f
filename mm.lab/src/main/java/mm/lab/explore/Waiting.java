package mm.lab.explore;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Something that a logical thread waits for.
 *
 * @param what in words, for stories: "the lock m"
 * @param condition whether it may go on; must not wait, may be asked at any time
 * @param objects what the condition depends on; who changes it has to touch one of them
 * @param blockers names of the logical threads that could make it true; asked when all are stuck
 */
public record Waiting(
    String what,
    BooleanSupplier condition,
    List<String> objects,
    Supplier<List<String>> blockers) {}
