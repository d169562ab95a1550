using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Configuration;

namespace LtoAutoscope.Daemon.Web.Access.Configuration;

/// <summary>Reads <c>config/access.yaml</c>.</summary>
internal static class AccessFile
{
    /// <summary>Its name in the folder of the configuration.</summary>
    public const string FileName = "access.yaml";

    /// <summary>Reads and validates the settings; the defaults where there is no such file.</summary>
    /// <exception cref="InputException">A key is unknown, or values are wrong; all of these are listed.</exception>
    public static AccessSettings Load(string configFolder)
    {
        string path = Path.Combine(configFolder, FileName);
        if (!File.Exists(path)) return new AccessSettings();
        AccessSettings settings = StrictYaml.Load<AccessSettings>(path);
        return settings.Validate() is { Count: > 0 } problems
            ? throw new InputException(string.Join("; ", problems), path, "Correct these keys; access.schema.json beside the file says what they mean")
            : settings;
    }
}
