package dev.tocsin.dsl.alertmanager;

/**
 * Alertmanager's {@code sigv4}. Written from the table of fields. Alertmanager reads {@code
 * secret_key} from no file: {@link #with} sets it in clear text, which is warned of.
 */
public final class SigV4 extends Part {
  private SigV4(Fields fields) {
    super(fields);
  }

  /** One with nothing set. */
  public static SigV4 sigV4() {
    return new SigV4(Fields.NONE);
  }

  /** Sets {@code region}; from Alertmanager 0.23 on. */
  public SigV4 region(String value) {
    return with("region", value);
  }

  /** Sets {@code access_key}; from Alertmanager 0.23 on. */
  public SigV4 accessKey(String value) {
    return with("access_key", value);
  }

  /** Sets {@code profile}; from Alertmanager 0.23 on. */
  public SigV4 profile(String value) {
    return with("profile", value);
  }

  /** Sets {@code role_arn}; from Alertmanager 0.23 on. */
  public SigV4 roleArn(String value) {
    return with("role_arn", value);
  }

  /** Sets {@code external_id}; from Alertmanager 0.31 on. */
  public SigV4 externalId(String value) {
    return with("external_id", value);
  }

  /** Sets {@code use_fips_sts_endpoint}; from Alertmanager 0.29 on. */
  public SigV4 useFipsStsEndpoint(boolean value) {
    return with("use_fips_sts_endpoint", value);
  }

  /** Sets {@code service_name}; from Alertmanager 0.29 on. */
  public SigV4 serviceName(String value) {
    return with("service_name", value);
  }

  /** Any other field, as Alertmanager names it. */
  public SigV4 with(String field, Object value) {
    return new SigV4(fields().with(field, value));
  }
}
