using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Samples;

namespace LtoAutoscope.Pipeline.Live;

/// <summary>Samples, and where they lie. What does not fit throws <see cref="Domain.InputException"/> with the reason.</summary>
public interface ILabSamples
{
    /// <summary>All registered samples by name, with their cells and their places.</summary>
    Task<IReadOnlyList<SampleView>> ListSamplesAsync(CancellationToken cancellationToken);

    /// <summary>A registered sample, or null.</summary>
    Task<SampleView?> ReadSampleAsync(string name, CancellationToken cancellationToken);

    /// <summary>What a sample has been exposed to, oldest first; empty when nothing.</summary>
    Task<IReadOnlyList<Domain.Doses.DoseEntry>> ReadDosesAsync(string name, CancellationToken cancellationToken);

    /// <summary>Writes a sample; one of the same name is replaced. It is not loaded by this.</summary>
    Task<SampleView> RegisterSampleAsync(Sample sample, CancellationToken cancellationToken);

    /// <summary>Writes a measured cell of a registered sample; one of the same cell is replaced.</summary>
    Task<SampleView> AddCellTestAsync(CellTest test, CancellationToken cancellationToken);

    /// <summary>A registered sample was put on a stub.</summary>
    /// <param name="name">The sample.</param>
    /// <param name="stub">The stub, which must be free.</param>
    /// <param name="confirmed">Whether who says so has seen it lie there.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="cancellationToken">Heeded until the write begins.</param>
    Task<LoadedSample> LoadSampleAsync(string name, string stub, bool confirmed, string by, CancellationToken cancellationToken);

    /// <summary>A sample was taken off the holder.</summary>
    Task UnloadSampleAsync(string name, string by, CancellationToken cancellationToken);

    /// <summary>Somebody saw the sample lie on its stub; jobs that were held for it go on.</summary>
    Task<LoadedSample> ConfirmSampleAsync(string name, string by, CancellationToken cancellationToken);
}
