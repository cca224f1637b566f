package dev.tocsin.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * How many cores a test class keeps busy on average, its servers included, or each of its tests
 * where these run concurrently. Tests that mostly wait run beside tests that compute, as long as
 * the sum is no more than the machine has: a test that is judged by time must not starve.
 *
 * <p>Where test classes run one after the other, as in an IDE, it changes nothing.
 */
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(CoreBudget.class)
public @interface Cores {
  /** All that the machine has: the test runs alone. */
  double ALL = 1024;

  /** The share, in cores; more than the machine has is all of it. */
  double value();
}
