package dev.portage.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.ParameterizedType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlotTest {
  @Test
  void slotsAreEqualIfNameAndTypeAre() {
    assertThat(Slot.of("a", String.class))
        .isEqualTo(Slot.of("a", String.class))
        .hasSameHashCodeAs(Slot.of("a", String.class))
        .isNotEqualTo(Slot.of("b", String.class))
        .isNotEqualTo(Slot.of("a", Integer.class))
        .isNotEqualTo("a");
    assertThat(Slot.listOf("a", String.class))
        .isEqualTo(Slot.listOf("a", String.class))
        .isNotEqualTo(Slot.listOf("a", Integer.class))
        .isNotEqualTo(Slot.mapOf("a", String.class));
  }

  @Test
  void theTypesOfListsAndMapsAreWhole() {
    Slot<Map<String, Integer>> map = Slot.mapOf("m", Integer.class);
    assertThat(map.type())
        .isInstanceOfSatisfying(
            ParameterizedType.class,
            type -> {
              assertThat(type.getRawType()).isEqualTo(Map.class);
              assertThat(type.getActualTypeArguments())
                  .containsExactly(String.class, Integer.class);
              assertThat(type.getOwnerType()).isNull();
            });
    assertThat(map).hasToString("m: Map<String, Integer>");
    Slot<List<String>> list = Slot.listOf("l", String.class);
    assertThat(list).hasToString("l: List<String>");
    assertThat(list.name()).isEqualTo("l");
  }
}
