using System.Globalization;

namespace LtoAutoscope.Acquisition.Conditions;

/// <summary>
/// The temperatures that Linux tells under <c>/sys/class/hwmon</c> (<c>tempN_input</c>, <c>tempN_crit</c>, m°C) and, where there are none, <c>/sys/class/thermal</c>
/// (Documentation/hwmon/sysfs-interface.rst and driver-api/thermal/sysfs-api.rst of the kernel). Nothing on other systems.
/// </summary>
/// <param name="root">Where <c>sys</c> lies. Default <c>/</c>.</param>
public sealed class SystemTemperatures(string root = "/") : ITemperatureSensors
{
    private const double MillidegreesPerDegree = 1000;

    /// <inheritdoc/>
    public IReadOnlyList<TemperatureReading> Read()
    {
        IReadOnlyList<TemperatureReading> monitors = [.. Folders("hwmon", "hwmon*").SelectMany(ReadMonitor)];
        return monitors.Count > 0 ? monitors : [.. Folders("thermal", "thermal_zone*").SelectMany(ReadZone)];
    }

    private IEnumerable<string> Folders(string kind, string pattern)
    {
        string folder = Path.Combine(root, "sys", "class", kind);
        return Directory.Exists(folder) ? Directory.EnumerateDirectories(folder, pattern).Order(StringComparer.Ordinal) : [];
    }

    private static IEnumerable<TemperatureReading> ReadMonitor(string folder)
    {
        string device = Text(Path.Combine(folder, "name")) ?? Path.GetFileName(folder);
        foreach (string input in Directory.EnumerateFiles(folder, "temp*_input").Order(StringComparer.Ordinal))
        {
            string stem = input[..^"_input".Length];
            if (Celsius(input) is not { } celsius) continue;
            yield return new TemperatureReading($"{device} {Text(stem + "_label") ?? Path.GetFileName(stem)}", celsius, Celsius(stem + "_crit"));
        }
    }

    private static IEnumerable<TemperatureReading> ReadZone(string folder)
    {
        if (Celsius(Path.Combine(folder, "temp")) is not { } celsius) yield break;
        double? critical = null;
        foreach (string kind in Directory.EnumerateFiles(folder, "trip_point_*_type"))
            if (Text(kind) == "critical") critical = Celsius(kind[..^"type".Length] + "temp");
        yield return new TemperatureReading(Text(Path.Combine(folder, "type")) ?? Path.GetFileName(folder), celsius, critical);
    }

    /// <summary>A temperature, °C; null for a sensor that does not answer or tells nonsense.</summary>
    private static double? Celsius(string path)
        => double.TryParse(Text(path), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value / MillidegreesPerDegree is > 0 and < 200 ? value / MillidegreesPerDegree : null;

    private static string? Text(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path).Trim() : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A sensor that sleeps answers with an error.
            return null;
        }
    }
}
