# The addon, built by scripts/native.mjs. `-Dsanitize=1` builds it with AddressSanitizer and UndefinedBehaviorSanitizer.
{
  "variables": { "sanitize%": "0" },
  "targets": [
    {
      "target_name": "pinsight",
      "sources": [
        "src/addon.cc", "src/arguments.cc", "src/batch.cc", "src/interface.cc", "src/privileges.cc", "src/ring.cc", "src/tun.cc", "src/watch.cc"
      ],
      "include_dirs": ["<!(node -p \"require('node-addon-api').include_dir\")"],
      "defines": ["NAPI_VERSION=8", "NAPI_DISABLE_CPP_EXCEPTIONS", "NODE_ADDON_API_DISABLE_DEPRECATED"],
      "cflags_cc": ["-std=c++17", "-fno-exceptions", "-fvisibility=hidden", "-Wall", "-Wextra", "-Wno-unused-parameter"],
      "conditions": [
        ["sanitize==1", {
          "cflags_cc": ["-fsanitize=address,undefined", "-fno-sanitize=vptr", "-fno-omit-frame-pointer", "-g", "-O1"],
          "ldflags": ["-fsanitize=address,undefined"]
        }]
      ]
    }
  ]
}
