package mm.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says why a method may do what a check of the code would refuse. What the verifier finds in this
 * method, or through it, is then listed with the reason instead of counted as a finding; what can
 * be reached on another way is a finding all the same.
 *
 * <p>It silences the checks of the bundle only. What the engine observes while the driver runs is
 * recorded whatever the reason says.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.CONSTRUCTOR})
public @interface Justified {
  /**
   * The rules that the reason is about: one of those that are checked by following calls.
   *
   * @return ids as in docs/contract.md, for example {@code R6.17}
   */
  String[] rules();

  /**
   * Why it is right all the same, for whoever reviews the driver.
   *
   * @return a sentence; a blank one justifies nothing
   */
  String reason();
}
