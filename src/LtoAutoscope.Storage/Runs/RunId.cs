using System.Globalization;
using LtoAutoscope.Storage.Data;

namespace LtoAutoscope.Storage.Runs;

/// <summary>The names of runs: <c>yyyyMMdd-HHmmss-sample</c>, unique and sortable by time.</summary>
public static class RunId
{
    /// <summary>A name that no run of the data folder has; <c>-2</c>, <c>-3</c>… is added where the second and the sample are the same.</summary>
    public static string New(DataFolder data, string sampleName, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(data);
        string name = time.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture) + "-" + sampleName;
        string unique = name;
        for (int number = 2; Directory.Exists(data.RunPath(unique)); number++)
            unique = string.Create(CultureInfo.InvariantCulture, $"{name}-{number}");
        return unique;
    }

    /// <summary>Whether a text can name a run folder: one path segment without tricks.</summary>
    public static bool IsValid(string? runId)
        => runId is { Length: > 0 and <= 100 } && char.IsAsciiLetterOrDigit(runId[0]) && runId.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
}
