package dev.tocsin.generator.check;

import dev.tocsin.dsl.MonitoringModel;
import dev.tocsin.dsl.Place;
import dev.tocsin.dsl.Problem;
import dev.tocsin.dsl.alertmanager.AlertmanagerConfig;
import dev.tocsin.dsl.alertmanager.Fields;
import dev.tocsin.dsl.alertmanager.Integration;
import dev.tocsin.dsl.alertmanager.Receiver;
import dev.tocsin.dsl.origin.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * {@code secrets/literal}: nothing secret stands in the file, and no variable that Alertmanager
 * would take literally. Typed factories ask for a {@code Secret}; this watches the fields that are
 * set by name. Messages never repeat the value.
 */
final class SecretsCheck implements Check {
  static final String ID = "secrets/literal";

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?[A-Za-z_][A-Za-z0-9_]*}?");

  /**
   * Fields that <a href="https://prometheus.io/docs/alerting/latest/configuration/">hold
   * secrets</a>.
   */
  private static final Set<String> SECRET_FIELDS =
      Set.of(
          "api_key",
          "api_secret",
          "api_url",
          "app_token",
          "auth_password",
          "auth_secret",
          "bot_token",
          "credentials",
          "opsgenie_api_key",
          "password",
          "routing_key",
          "service_key",
          "slack_api_url",
          "slack_app_token",
          "smtp_auth_password",
          "smtp_auth_secret",
          "token",
          "user_key",
          "victorops_api_key",
          "wechat_api_secret");

  @Override
  public List<Problem> problems(MonitoringModel model) {
    List<Problem> problems = new ArrayList<>();
    model.alertmanager().ifPresent(config -> alertmanager(config, problems));
    return problems;
  }

  private static void alertmanager(AlertmanagerConfig config, List<Problem> problems) {
    fields(config.global(), config.root().origin(), "global", problems);
    for (Receiver receiver : config.receivers()) {
      for (Integration integration : receiver.integrations()) {
        fields(
            integration.fields(),
            receiver.origin(),
            "receiver \"" + receiver.name() + "\", " + integration.kind(),
            problems);
      }
    }
  }

  private static void fields(Fields fields, Origin origin, String where, List<Problem> problems) {
    for (Map.Entry<String, Object> field : fields.asMap().entrySet()) {
      if (field.getValue() instanceof Fields nested) {
        fields(nested, origin, where + ", " + field.getKey(), problems);
      } else if (field.getValue() instanceof String text) {
        if (SECRET_FIELDS.contains(field.getKey())) {
          problems.add(
              Problem.error(
                      ID,
                      Place.of(origin),
                      where + ": " + field.getKey() + " would stand in the file for all to read")
                  .help("give it a Secret, such as Secret.env(\"NAME\")"));
        } else if (VARIABLE.matcher(text).matches()) {
          problems.add(
              Problem.error(
                      ID,
                      Place.of(origin),
                      where
                          + ": "
                          + field.getKey()
                          + " is a variable, and Alertmanager expands none")
                  .help("give it the value itself, or a Secret"));
        }
      }
    }
  }
}
