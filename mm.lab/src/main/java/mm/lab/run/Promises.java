package mm.lab.run;

import java.util.List;
import mm.api.ContractException;
import mm.api.Rule;
import mm.lab.rules.Switch;
import mm.lab.scenario.DriverSpec;
import mm.spi.Declaration;
import mm.spi.DriverInfo;
import mm.spi.MayAllocate;
import mm.spi.MayBlock;
import mm.spi.MayDecline;

/** What a driver of the scenario declares, and whether that lets it in. */
final class Promises {
  private final World world;
  private final DriverSpec spec;
  private Declaration declared;

  Promises(World world, DriverSpec spec) {
    this.world = world;
    this.spec = spec;
  }

  Declaration declaration() {
    if (declared == null) {
      declared = spec.bundle().map(this::declared).orElseGet(this::declaredByModel);
    }
    return declared;
  }

  private Declaration declared(String bundle) {
    DriverInfo info = world.bundle(bundle, 0).getClass().getAnnotation(DriverInfo.class);
    return new Declaration(
        spec.name(),
        info.blocking().equals("never") ? MayBlock.NEVER : MayBlock.WHEN_ALLOWED,
        info.failure().equals("never") ? MayDecline.NEVER : MayDecline.WHEN_FORBIDDEN,
        info.allocation().equals("never") ? MayAllocate.NEVER : MayAllocate.MAY);
  }

  private Declaration declaredByModel() {
    boolean opportunistic =
        spec.kind() == DriverSpec.Kind.OPPORTUNISTIC && ModelDriver.mayFail(world);
    boolean declines =
        spec.callbacks().values().stream().flatMap(List::stream).anyMatch(ModelDriver::declines);
    boolean never = !declines || spec.failure() == DriverSpec.Failure.NEVER;
    return new Declaration(
        spec.name(),
        blocking(),
        opportunistic
            ? MayDecline.OPPORTUNISTIC
            : never ? MayDecline.NEVER : MayDecline.WHEN_FORBIDDEN,
        spec.allocation() == DriverSpec.Allocation.NEVER ? MayAllocate.NEVER : MayAllocate.MAY);
  }

  /** Where the flag marks who never blocks, who says nothing may; and the other way round. */
  private MayBlock blocking() {
    boolean never =
        spec.blocking() == DriverSpec.Blocking.UNSAID
            ? world.rules.is(Switch.FLAG, "marks-blocking")
            : spec.blocking() == DriverSpec.Blocking.NEVER;
    return never ? MayBlock.NEVER : MayBlock.WHEN_ALLOWED;
  }

  /** Refuses a driver that the policy of the scenario does not allow, where that is asked. */
  void refuseUnlessAllowed() {
    if (world.rules.is(Switch.POLICY, "followed") && world.keeps(Rule.R6_22)) {
      world.scenario.terms().allow().forEach(this::refuseUnless);
    }
  }

  private void refuseUnless(String attribute, String value) {
    if (!declared(declaration(), attribute).equals(value)) {
      throw new ContractException(
          Rule.R6_22, spec.name() + " does not match (" + attribute + "=" + value + ")");
    }
  }

  private static String declared(Declaration own, String attribute) {
    return switch (attribute) {
      case "blocking" -> own.blocking().toString();
      case "failure" -> own.failure().toString();
      default -> own.allocation().toString();
    };
  }
}
