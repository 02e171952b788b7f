package mm.shell.felix;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.function.Supplier;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import org.osgi.framework.BundleContext;

/** A question about mm's health, as a Felix health check. Reads, and changes nothing. */
public final class Question implements HealthCheck {
  private final Supplier<List<Answer>> answers;

  private Question(Supplier<List<Answer>> answers) {
    this.answers = answers;
  }

  /**
   * One line of an answer.
   *
   * @param status OK, WARN or CRITICAL
   * @param message what it is about
   */
  public record Answer(String status, String message) {}

  /**
   * Registers a question for as long as the bundle is active.
   *
   * @param context of the bundle
   * @param name of the question
   * @param tag its tag beside {@code mm}, which all have
   * @param answers asked anew each time
   */
  public static void register(
      BundleContext context, String name, String tag, Supplier<List<Answer>> answers) {
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put(HealthCheck.NAME, name);
    properties.put(HealthCheck.TAGS, new String[] {"mm", tag});
    properties.put(HealthCheck.MBEAN_NAME, name);
    context.registerService(HealthCheck.class, new Question(answers), properties);
  }

  @Override
  public Result execute() {
    ResultLog log = new ResultLog();
    answers
        .get()
        .forEach(
            each ->
                log.add(new ResultLog.Entry(Result.Status.valueOf(each.status()), each.message())));
    return new Result(log);
  }
}
