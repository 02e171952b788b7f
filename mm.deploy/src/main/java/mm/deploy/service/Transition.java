package mm.deploy.service;

import java.time.Instant;

/**
 * A step of a version of a unit from one state to another.
 *
 * @param at when
 * @param unit symbolic name of the bundle
 * @param version which version of it
 * @param from the state before
 * @param to the state after
 * @param reason why, in a sentence without a full stop
 */
public record Transition(
    Instant at, String unit, String version, UnitState from, UnitState to, String reason) {}
