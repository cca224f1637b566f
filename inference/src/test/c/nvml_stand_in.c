/*
 * Stands in for NVIDIA's management library on machines without a GPU: two GPUs of 80 GiB, of which
 * the second does not tell how busy it is. What they say can be changed while it runs: the file that
 * NVML_STAND_IN names has a line for each GPU, its utilization in percent (-1: not told) and the
 * bytes that are used.
 *
 *   gcc -shared -fPIC -o libnvidia-ml.so.1 nvml_stand_in.c
 *   java -Djna.library.path=FOLDER -jar tocsin-inference.jar …
 *
 * -DINIT=9 makes a library that finds no driver.
 */
#include <stdio.h>
#include <stdlib.h>

#ifndef INIT
#define INIT 0
#endif
#define GPUS 2
#define UNINITIALIZED 1
#define NOT_SUPPORTED 3

typedef struct { unsigned int gpu, memory; } nvmlUtilization_t;
typedef struct { unsigned long long total, free, used; } nvmlMemory_t;

static int started, numbers[GPUS] = {0, 1};

static void ask(int gpu, int *percent, unsigned long long *used) {
  *percent = gpu == 0 ? 37 : -1;
  *used = 1ULL << 33;
  const char *name = getenv("NVML_STAND_IN");
  FILE *file = name ? fopen(name, "r") : NULL;
  if (file) {
    int told;
    unsigned long long bytes;
    for (int i = 0; i < GPUS && fscanf(file, "%d %llu", &told, &bytes) == 2; i++) {
      if (i == gpu) {
        *percent = told;
        *used = bytes;
      }
    }
    fclose(file);
  }
}

int nvmlInit_v2(void) { started = 1; return INIT; }

int nvmlShutdown(void) { started = 0; return 0; }

int nvmlDeviceGetCount_v2(unsigned int *count) {
  *count = GPUS;
  return started ? 0 : UNINITIALIZED;
}

int nvmlDeviceGetHandleByIndex_v2(unsigned int index, void **device) {
  *device = &numbers[index];
  return 0;
}

int nvmlDeviceGetUtilizationRates(void *device, nvmlUtilization_t *utilization) {
  int percent;
  unsigned long long used;
  ask(*(int *) device, &percent, &used);
  utilization->gpu = percent;
  utilization->memory = 5;
  return percent < 0 ? NOT_SUPPORTED : 0;
}

int nvmlDeviceGetMemoryInfo(void *device, nvmlMemory_t *memory) {
  int percent;
  ask(*(int *) device, &percent, &memory->used);
  memory->total = 85899345920ULL;
  memory->free = memory->total - memory->used;
  return 0;
}
