using LtoAutoscope.Domain;
using LtoAutoscope.Instruments.Composition;

namespace LtoAutoscope.Twin.Faults;

/// <summary>A fault script: a list of orders under the key <c>faults</c>.</summary>
/// <param name="Orders">In the order of the file; each happens once, when its time has come.</param>
public sealed record FaultScript(IReadOnlyList<FaultOrder> Orders)
{
    /// <summary>Nothing happens.</summary>
    public static FaultScript Empty { get; } = new([]);

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">It cannot be read, or a key or value is wrong.</exception>
    public static async Task<FaultScript> LoadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return Parse(await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false), path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException("the fault script cannot be read", path, "Compare the path", failure);
        }
    }

    /// <summary>Reads text.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="InputException">A key or value is wrong.</exception>
    public static FaultScript Parse(string yaml, string file)
    {
        StrictYamlMap top = StrictYamlMap.Parse(yaml, file);
        FaultScript script = Read(top);
        top.Close();
        return script;
    }

    /// <summary>Reads the key <c>faults</c> of a mapping.</summary>
    internal static FaultScript Read(StrictYamlMap top) => new([.. top.Maps("faults").Select(FaultOrder.Read)]);
}
