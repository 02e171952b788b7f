package mm.verify.code;

import java.util.List;

/**
 * Something that a method does and that a rule may care about.
 *
 * @param kind what it is
 * @param target the method that is called, or of whose class the rest is about
 * @param line line in the source file, 0 if unknown
 * @param marks under which circumstances
 * @param handed what it gives to the called method, in the order of its parameters
 * @param closure what a closure implements, else null
 */
public record Step(
    Kind kind, Member target, int line, Marks marks, List<Handed> handed, Closure closure) {
  /** What a step is. */
  public enum Kind {
    /** A call of exactly the target: constructors, static and super methods. */
    DIRECT,
    /** A call of the target or of what overrides it. */
    VIRTUAL,
    /** A lambda or method reference is made, whose body is the target. */
    CLOSURE,
    /** A static field of the target's class is used. */
    FIELD,
    /** A monitor is entered. */
    MONITOR,
    /** An object of the target's class is made. */
    NEW,
    /** Texts are put together, with those of the handed objects. */
    TEXT,
    /** Something that cannot be followed; the target names it. */
    OPAQUE
  }

  /** Circumstances of a step. */
  public enum Mark {
    /** A spin lock may be held. */
    UNDER_SPIN_LOCK,
    /** On a way through the method that handles no exception and throws none. */
    ON_SUCCESS,
    /** The closure is only queued for another thread. */
    DEFERRED,
    /** Making it takes memory. */
    MAKES_GARBAGE
  }

  /**
   * What a closure implements.
   *
   * @param type the interface
   * @param method name of its method
   * @param virtual whether the body is found by the class of an object
   */
  public record Closure(String type, String method, Dispatch virtual) {}

  /** How the body of a closure is found. */
  public enum Dispatch {
    /** It is the target. */
    DIRECT,
    /** It is the target or what overrides it. */
    VIRTUAL
  }

  /**
   * An argument of a call.
   *
   * @param type its class if it was made in the same method, else what the parameter says
   * @param origin where it comes from
   */
  public record Handed(String type, Origin origin) {}

  /** Where an argument comes from. */
  public enum Origin {
    /** Made in the same method. */
    NEW,
    /** A lambda or method reference of the same method. */
    CLOSURE,
    /** From elsewhere. */
    UNKNOWN
  }

  /**
   * Tells whether a circumstance is given.
   *
   * @param mark which
   * @return true when it is
   */
  public boolean is(Mark mark) {
    return marks.has(mark);
  }
}
