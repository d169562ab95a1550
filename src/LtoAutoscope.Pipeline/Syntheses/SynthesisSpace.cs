using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Learning.Optimisation;
using LtoAutoscope.Storage.Data;

namespace LtoAutoscope.Pipeline.Syntheses;

/// <summary>The space of a laboratory: <c>syntheses/space.yaml</c> of the data folder, or the one that ships in the configuration where there is none.</summary>
/// <param name="data">The data folder.</param>
/// <param name="shipped">The shipped file.</param>
/// <remarks>Thread safety: may be used from many threads; of two writers the later one wins, whole.</remarks>
public sealed class SynthesisSpace(DataFolder data, string shipped)
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "space.yaml";

    /// <summary>Whether the laboratory has none of its own yet.</summary>
    public bool IsShipped => !File.Exists(Own);

    private string Own => Path.Combine(data.Syntheses, FileName);

    /// <summary>Its text.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    public async Task<string> ReadTextAsync(CancellationToken cancellationToken)
    {
        string path = IsShipped ? shipped : Own;
        try
        {
            return await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException("the search space of syntheses cannot be read", path, "Write one on the page Next syntheses, or restore the shipped file", error);
        }
    }

    /// <summary>The space.</summary>
    /// <exception cref="InputException">It cannot be read, or does not fit; the message names the line.</exception>
    public async Task<SearchSpace> ReadAsync(CancellationToken cancellationToken)
        => SearchSpaceFile.Parse(await ReadTextAsync(cancellationToken).ConfigureAwait(false), IsShipped ? "config/synthesis/space.yaml" : "syntheses/space.yaml");

    /// <summary>Writes the laboratory's own.</summary>
    /// <exception cref="InputException">It does not fit, the message names the line; or no point fulfils its constraints.</exception>
    public async Task<SearchSpace> WriteAsync(string text, CancellationToken cancellationToken)
    {
        data.RequireWritable();
        SearchSpace space = SearchSpaceFile.Parse(text, FileName);
        await Task.Run(() => SpaceSampler.Feasible(space, 1, 1, cancellationToken), cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteTextAsync(Own, text, cancellationToken).ConfigureAwait(false);
        data.TellWritten(data.Syntheses);
        return space;
    }
}
