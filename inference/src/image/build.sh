#!/bin/bash
# Makes a container image of the service with the demo model, from nothing but this machine's JDK
# and C library: no registry is asked. Debian or a relative of it, amd64.
#
#   mvn -pl inference package -Pimage          (or this script, after a package)
#   mvn -pl inference package -Pimage,gpu      (for a GPU: on a machine that has one, with CUDA's
#                                              runtime, for DJL unpacks only what fits the machine)
#
# leaves target/image.tar, a file system, and imports it as tocsin/llm-inference:0.1.0 where there
# is a running docker or podman. Elsewhere:
#   docker import --change ... target/image.tar   (the changes are at the end of this script)
set -euo pipefail
cd "$(dirname "$0")/../.."
image=${1:-tocsin/llm-inference:0.1.0}
root=target/image
java_home=${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")}
[ -f target/tocsin-inference.jar ] || { echo "package first: mvn -pl inference package" >&2; exit 1; }

rm -rf "$root"
mkdir -p "$root"/{bin,etc,lib64,opt/tocsin/lib,models,proc,tmp,usr/lib,home}
chmod 1777 "$root/tmp"
ln -s usr/lib "$root/lib"

# Java: the modules that the service and its libraries use.
"$java_home/bin/jlink" --output "$root/opt/java" --strip-java-debug-attributes --no-header-files \
  --no-man-pages --compress=2 \
  --add-modules java.se,jdk.unsupported,jdk.httpserver,jdk.management,jdk.zipfs,jdk.crypto.ec

# libtorch and the tokenizer unpacked once, here, and not at each start of a container.
cp target/tocsin-inference.jar "$root/opt/tocsin/"
cp target/lib/*.jar "$root/opt/tocsin/lib/"
cp -r models/demo "$root/models/"
DJL_CACHE_DIR=$PWD/$root/opt/djl "$java_home/bin/java" -Dai.djl.offline=true \
  -Dorg.slf4j.simpleLogger.defaultLogLevel=error \
  -cp "target/tocsin-inference.jar" dev.tocsin.inference.torch.Unpack models/demo/tokenizer.json
# DJL unpacks for its own user only.
chmod -R a+rX "$root/opt"
# DJL names the folder after what is in it, such as 2.7.1-20250812-cpu-linux-x86_64, and wants to be
# told the version and the flavor again where it does not unpack it itself.
torch=$(cd "$root" && echo opt/djl/pytorch/*-linux-*)
torch_version=$(basename "${torch%%-*}")
torch_flavor=${torch%-linux-*}
torch_flavor=${torch_flavor##*-}
case $torch_flavor in
  cpu) gpu=() ;;
  cu*)
    # By CUDA's own library DJL finds out whether there is a GPU; the driver's come from the host.
    cudart=$(ldconfig -p | awk '/libcudart\.so\.[0-9]+ / {print $NF; exit}')
    [ -n "$cudart" ] || { echo "libcudart is not here: install CUDA's runtime, 12.4 or newer" >&2; exit 1; }
    mkdir -p "$root$(dirname "$cudart")"
    cp -L "$cudart" "$root$cudart"
    # Where no ldconfig tells of versions, it is opened by its plain name.
    ln -sf "$(basename "$cudart")" "$root$(dirname "$cudart")/libcudart.so"
    # https://docs.nvidia.com/datacenter/cloud-native/container-toolkit/latest/docker-specialized.html
    gpu=(
      --change 'ENV NVIDIA_VISIBLE_DEVICES=all'
      --change 'ENV NVIDIA_DRIVER_CAPABILITIES=compute,utility'
      --change "ENV LD_LIBRARY_PATH=$(dirname "$cudart")"
    )
    ;;
  *)
    echo "no such libtorch is known: $torch" >&2
    exit 1
    ;;
esac
rm "$root"/opt/tocsin/lib/pytorch-native-*.jar

# What all of that is linked with, and what Java opens by name. The driver's own libraries are of the
# machine that the image runs on.
for library in $(find "$root" -name '*.so*' -type f) "$root/opt/java/bin/java"; do
  LD_LIBRARY_PATH=$root/opt/java/lib:$root/opt/java/lib/server:$root/$torch ldd "$library" 2>/dev/null |
    awk '$3 ~ "^/" {print $3}' | { grep -vE "$root|/lib(cuda|nvidia-[^/]*)\.so" || true; }
done | sort -u | while read -r library; do
  mkdir -p "$root$(dirname "$library")"
  cp -nL "$library" "$root$library"
done
host_lib=$(dirname "$(ldd /bin/ls | awk '/libc.so.6/ {print $3}')")
mkdir -p "$root$host_lib"
cp -L "$host_lib"/libnss_{dns,files}.so.2 "$host_lib"/libresolv.so.2 "$root$host_lib/"
cp -L /lib64/ld-linux-x86-64.so.2 "$root/lib64/"
echo 'nobody:x:65534:65534:nobody:/home:/bin/false' >"$root/etc/passwd"
echo 'nobody:x:65534:' >"$root/etc/group"
echo 'hosts: files dns' >"$root/etc/nsswitch.conf"

tar --sort=name --mtime=@1767225600 --owner=0 --group=0 --numeric-owner -C "$root" -cf target/image.tar .
du -h target/image.tar

# Without a shell, the health check is a program of the jar too. docker-compose.yml has the same.
health_check='["/opt/java/bin/java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx16m", "-cp", "/opt/tocsin/tocsin-inference.jar", "dev.tocsin.inference.HealthCheck"]'

engine=$(command -v docker || command -v podman || true)
if [ -z "$engine" ] || ! "$engine" info >/dev/null 2>&1; then
  echo "No running docker or podman: target/image.tar was not imported as $image"
  exit 0
fi
case $engine in
  # `podman import` does not support HEALTHCHECK.
  *podman) health=() ;;
  *) health=(--change "HEALTHCHECK --start-period=60s CMD $health_check") ;;
esac
"$engine" import \
  --change 'USER nobody' \
  --change 'EXPOSE 8000' \
  --change 'ENV OMP_WAIT_POLICY=PASSIVE' \
  --change "ENV PYTORCH_LIBRARY_PATH=/$torch" \
  --change "ENV PYTORCH_VERSION=$torch_version" \
  --change "ENV PYTORCH_FLAVOR=$torch_flavor" \
  "${gpu[@]}" \
  "${health[@]}" \
  --change 'ENV DJL_CACHE_DIR=/opt/djl' \
  --change 'ENTRYPOINT ["/opt/java/bin/java", "-XX:MaxRAMPercentage=40", "-jar", "/opt/tocsin/tocsin-inference.jar"]' \
  --change 'CMD ["--model", "/models/demo", "--host", "0.0.0.0", "--port", "8000"]' \
  target/image.tar "$image"
