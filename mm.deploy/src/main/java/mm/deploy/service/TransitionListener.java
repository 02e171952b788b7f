package mm.deploy.service;

import org.osgi.annotation.versioning.ConsumerType;

/** Is told of every transition; registered as a service. */
@ConsumerType
@FunctionalInterface
public interface TransitionListener {
  /**
   * A version of a unit has come to another state.
   *
   * <p><b>Called by</b> the thread that deploys, in the order of the transitions. <b>May block:</b>
   * briefly; deployment waits for it. <b>Failure:</b> an exception is logged.
   *
   * @param transition what happened
   */
  void changed(Transition transition);
}
