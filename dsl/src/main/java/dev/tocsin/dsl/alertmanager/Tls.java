package dev.tocsin.dsl.alertmanager;

/** Alertmanager's {@code tls_config}. Written from the table of fields. */
public final class Tls extends Part {
  private Tls(Fields fields) {
    super(fields);
  }

  /** One with nothing set. */
  public static Tls tls() {
    return new Tls(Fields.NONE);
  }

  /** Sets {@code ca}; from Alertmanager 0.26 on. */
  public Tls ca(String value) {
    return with("ca", value);
  }

  /** Sets {@code cert}; from Alertmanager 0.26 on. */
  public Tls cert(String value) {
    return with("cert", value);
  }

  /** Sets {@code key}; from Alertmanager 0.26 on. */
  public Tls key(Secret value) {
    return with("key", value);
  }

  /** Sets {@code ca_file}, a path on Alertmanager's machine. */
  public Tls caFile(String value) {
    return with("ca_file", value);
  }

  /** Sets {@code cert_file}, a path on Alertmanager's machine. */
  public Tls certFile(String value) {
    return with("cert_file", value);
  }

  /** Sets {@code ca_ref}; from Alertmanager 0.28 on. */
  public Tls caRef(String value) {
    return with("ca_ref", value);
  }

  /** Sets {@code cert_ref}; from Alertmanager 0.28 on. */
  public Tls certRef(String value) {
    return with("cert_ref", value);
  }

  /** Sets {@code key_ref}; from Alertmanager 0.28 on. */
  public Tls keyRef(String value) {
    return with("key_ref", value);
  }

  /** Sets {@code server_name}. */
  public Tls serverName(String value) {
    return with("server_name", value);
  }

  /** Sets {@code insecure_skip_verify}. */
  public Tls insecureSkipVerify(boolean value) {
    return with("insecure_skip_verify", value);
  }

  /** Sets {@code min_version}: TLS10, TLS11, TLS12, TLS13; from Alertmanager 0.25 on. */
  public Tls minVersion(String value) {
    return with("min_version", value);
  }

  /** Sets {@code max_version}: TLS10, TLS11, TLS12, TLS13; from Alertmanager 0.25 on. */
  public Tls maxVersion(String value) {
    return with("max_version", value);
  }

  /** Any other field, as Alertmanager names it. */
  public Tls with(String field, Object value) {
    return new Tls(fields().with(field, value));
  }
}
