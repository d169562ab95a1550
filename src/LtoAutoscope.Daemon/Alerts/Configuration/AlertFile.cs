using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Configuration;

namespace LtoAutoscope.Daemon.Alerts.Configuration;

/// <summary>Reads <c>config/alerts.yaml</c>.</summary>
internal static class AlertFile
{
    /// <summary>Its name in the folder of the configuration.</summary>
    public const string FileName = "alerts.yaml";

    /// <summary>Reads and validates the settings; none (everything switched off) where there is no such file.</summary>
    /// <exception cref="InputException">A key is unknown, or values are wrong; all of these are listed.</exception>
    public static AlertSettings Load(string configFolder)
    {
        string path = Path.Combine(configFolder, FileName);
        if (!File.Exists(path)) return new AlertSettings();
        AlertSettings settings = StrictYaml.Load<AlertSettings>(path);
        return settings.Validate() is { Count: > 0 } problems
            ? throw new InputException(string.Join("; ", problems), path, "Correct these keys; alerts.schema.json beside the file says what they mean")
            : settings;
    }
}
