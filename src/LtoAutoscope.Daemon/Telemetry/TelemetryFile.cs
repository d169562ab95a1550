using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Configuration;

namespace LtoAutoscope.Daemon.Telemetry;

/// <summary>Reads <c>config/telemetry.yaml</c>.</summary>
internal static class TelemetryFile
{
    /// <summary>Its name in the folder of the configuration.</summary>
    public const string FileName = "telemetry.yaml";

    /// <summary>Reads and validates the settings; the defaults where there is no such file.</summary>
    /// <exception cref="InputException">A key is unknown, or values are wrong; all of these are listed.</exception>
    public static TelemetrySettings Load(string configFolder)
    {
        string path = Path.Combine(configFolder, FileName);
        if (!File.Exists(path)) return new TelemetrySettings();
        TelemetrySettings settings = StrictYaml.Load<TelemetrySettings>(path);
        return settings.Validate() is { Count: > 0 } problems
            ? throw new InputException(string.Join("; ", problems), path, "Correct these keys; telemetry.schema.json beside the file says what they mean")
            : settings;
    }
}
