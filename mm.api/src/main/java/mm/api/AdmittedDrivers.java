package mm.api;

import java.util.List;
import mm.spi.NotifierDriver;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The drivers of a dispatcher: which are admitted, which were refused and why, and where they are
 * attached.
 *
 * <p>All methods may be called from any thread.
 */
@ProviderType
public interface AdmittedDrivers {
  /**
   * Finds drivers on a class path by {@link java.util.ServiceLoader} and admits each. Plain Java
   * only: in OSGi the extender does this, after it has checked the bundle's metadata.
   *
   * @param loader where to look
   * @return one outcome per driver found, in the loader's order
   */
  List<Admission> load(ClassLoader loader);

  /**
   * Checks a driver against its own {@link mm.spi.DriverInfo} and, if nothing is found, admits it.
   *
   * @param driver the driver
   * @return the outcome; a refusal leaves the driver listed as refused
   */
  Admission admit(NotifierDriver driver);

  /**
   * What is known of every driver seen so far, admitted or refused.
   *
   * @return a new list in order of arrival
   */
  List<DriverStatus> list();

  /**
   * Attaches an admitted driver to a space.
   *
   * <p><b>May wait:</b> yes. <b>Pairs with</b> {@link Attachment#close()}.
   *
   * @param id the driver's id
   * @param space a live space of the same engine
   * @return the attachment with its device
   * @throws IllegalArgumentException when no admitted driver has this id, or it is quarantined
   * @throws ContractException R4.4 after release; R2.8 in a callback or one's own section; R6.10 or
   *     R6.12 when the driver misbehaves in attach: it is left detached
   */
  Attachment attach(String id, AddressSpace space);

  /**
   * Where drivers are attached.
   *
   * @return a new list of the open attachments, by driver in order of arrival
   */
  List<Attachment> attachments();

  /**
   * Closes every attachment of a driver and forgets it.
   *
   * @param id the driver's id; an unknown one is ignored
   */
  void retire(String id);
}
