using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Schedules;

namespace LtoAutoscope.Storage.Configuration;

/// <summary>Reads config/schedule.yaml.</summary>
public static class ScheduleFile
{
    /// <summary>Its name in the folder of the configuration.</summary>
    public const string Name = "schedule.yaml";

    /// <summary>Reads and validates a schedule.</summary>
    /// <exception cref="InputException">A key is unknown, or values do not fit; all of these are listed.</exception>
    public static ScheduleSettings Load(string path)
    {
        ScheduleSettings schedule = StrictYaml.Load<ScheduleSettings>(path);
        return schedule.Validate() is { Count: > 0 } problems
            ? throw new InputException(string.Join("; ", problems), path, "Correct these keys; schedule.schema.json beside it says what they mean")
            : schedule;
    }

    /// <summary>The schedule of a configuration folder; without the file nothing is limited and nothing recurs.</summary>
    /// <inheritdoc cref="Load" path="/exception"/>
    public static ScheduleSettings Find(string configFolder)
    {
        string path = Path.Combine(configFolder, Name);
        return File.Exists(path) ? Load(path) : ScheduleSettings.Always;
    }
}
