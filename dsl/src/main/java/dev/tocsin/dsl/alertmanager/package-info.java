/**
 * The <a href="https://prometheus.io/docs/alerting/latest/configuration/">receiver integrations</a>
 * of Alertmanager and the parts that they are made of, one class each, from the table {@code
 * alertmanager-fields.txt}. Start at {@link dev.tocsin.dsl.alertmanager.Integration}.
 */
@NullMarked
package dev.tocsin.dsl.alertmanager;

import org.jspecify.annotations.NullMarked;
