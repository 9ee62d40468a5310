package dev.stayflow.createorder;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Requests for stays, as a guest's client writes them. */
final class Stays {
  static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  private Stays() {}

  /** A stay of two people with food that begins so many days from today. */
  static ObjectNode stay(long homestay, int inDays, int nights) {
    return JsonMapper.shared()
        .createObjectNode()
        .put("homestayId", homestay)
        .put("isFood", true)
        .put("liveStartTime", noon(day(inDays)))
        .put("liveEndTime", noon(day(inDays + nights)))
        .put("livePeopleNum", 2)
        .put("remark", "late arrival");
  }

  static LocalDate day(int inDays) {
    return LocalDate.now(ZONE).plusDays(inDays);
  }

  private static long noon(LocalDate day) {
    return day.atTime(LocalTime.NOON).atZone(ZONE).toEpochSecond();
  }
}
