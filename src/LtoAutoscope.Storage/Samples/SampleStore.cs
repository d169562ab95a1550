using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Storage.Samples;

/// <summary>Samples as files <c>samples/&lt;name&gt;.json</c>.</summary>
/// <remarks>Thread safety: of two writers of one sample the later one wins, whole.</remarks>
public sealed class SampleStore(DataFolder data)
{
    /// <summary>Writes a sample; one of the same name is replaced.</summary>
    /// <exception cref="InputException">The sample is not sound; all problems are listed.</exception>
    public async Task SaveAsync(Sample sample, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sample);
        data.RequireWritable();
        if (sample.Validate() is { Count: > 0 } problems)
            throw new InputException(string.Join("; ", problems), $"sample '{sample.Name}'", "Correct these fields and save it again");
        await JsonFile.WriteAsync(PathOf(sample.Name), sample, cancellationToken).ConfigureAwait(false);
        data.TellWritten(data.Samples);
    }

    /// <summary>The sample of a name, or null.</summary>
    /// <exception cref="InputException">Its file cannot be read.</exception>
    public async Task<Sample?> FindAsync(string name, CancellationToken cancellationToken)
        => SampleName.IsValid(name) && File.Exists(PathOf(name)) ? await JsonFile.ReadAsync<Sample>(PathOf(name), cancellationToken).ConfigureAwait(false) : null;

    /// <summary>All samples by name.</summary>
    /// <exception cref="InputException">A file cannot be read.</exception>
    public async Task<IReadOnlyList<Sample>> ListAsync(CancellationToken cancellationToken)
    {
        List<Sample> samples = [];
        foreach (string path in Directory.EnumerateFiles(data.Samples, "*.json").Order(StringComparer.Ordinal))
            samples.Add(await JsonFile.ReadAsync<Sample>(path, cancellationToken).ConfigureAwait(false));
        return samples;
    }

    private string PathOf(string name) => Path.Combine(data.Samples, name + ".json");
}
