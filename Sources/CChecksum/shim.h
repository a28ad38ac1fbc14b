// The processor's own CRC-32C, where it has one. Takes and gives the bare register, without the inversions.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__)

#include <cpuid.h>

static inline bool crc32c_is_built_in(void) {
    unsigned int a, b, c, d;
    return __get_cpuid(1, &a, &b, &c, &d) && (c & bit_SSE4_2);
}

__attribute__((target("sse4.2")))
static inline uint32_t crc32c_built_in(uint32_t crc, const uint8_t *bytes, size_t count) {
    uint64_t wide = crc;
    for (; count >= 8; bytes += 8, count -= 8) {
        uint64_t word;
        memcpy(&word, bytes, 8);
        wide = __builtin_ia32_crc32di(wide, word);
    }
    crc = (uint32_t)wide;
    for (; count > 0; bytes += 1, count -= 1) crc = __builtin_ia32_crc32qi(crc, *bytes);
    return crc;
}

#elif defined(__aarch64__) && defined(__ARM_FEATURE_CRC32)

static inline bool crc32c_is_built_in(void) { return true; }

static inline uint32_t crc32c_built_in(uint32_t crc, const uint8_t *bytes, size_t count) {
    for (; count >= 8; bytes += 8, count -= 8) {
        uint64_t word;
        memcpy(&word, bytes, 8);
        crc = __builtin_arm_crc32cd(crc, word);
    }
    for (; count > 0; bytes += 1, count -= 1) crc = __builtin_arm_crc32cb(crc, *bytes);
    return crc;
}

#else

static inline bool crc32c_is_built_in(void) { return false; }

static inline uint32_t crc32c_built_in(uint32_t crc, const uint8_t *bytes, size_t count) {
    (void)bytes;
    (void)count;
    return crc;
}

#endif
