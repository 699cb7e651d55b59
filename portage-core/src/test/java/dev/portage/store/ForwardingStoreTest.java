package dev.portage.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ForwardingStoreTest {
  @Test
  void everyQuestionToAStoreIsPassedOn() {
    Set<String> passedOn =
        Arrays.stream(ForwardingStore.class.getDeclaredMethods())
            .filter(Method::isDefault)
            .map(ForwardingStoreTest::signature)
            .collect(Collectors.toSet());

    assertThat(FlowStore.class.getMethods())
        .filteredOn(method -> !Modifier.isStatic(method.getModifiers()))
        .extracting(ForwardingStoreTest::signature)
        .isSubsetOf(passedOn);
  }

  private static String signature(Method method) {
    return method.getName() + Arrays.toString(method.getParameterTypes());
  }
}
