namespace LtoAutoscope.Pipeline.Particles;

/// <summary>Two quantities of the particles that count, against each other.</summary>
/// <param name="X">Key of the horizontal one.</param>
/// <param name="Y">Key of the vertical one.</param>
/// <param name="XLow">Left edge of the cells; particles beyond an edge are counted in the cell at it.</param>
/// <param name="XHigh">Right edge.</param>
/// <param name="YLow">Lower edge.</param>
/// <param name="YHigh">Upper edge.</param>
/// <param name="Size">Cells each way.</param>
/// <param name="Cells">Cells that hold particles: column, line from below, count.</param>
/// <param name="Points">Single particles, drawn evenly.</param>
/// <param name="Count">Particles in all.</param>
public sealed record ParticleScatter(
    string X, string Y, double XLow, double XHigh, double YLow, double YHigh, int Size, IReadOnlyList<IReadOnlyList<int>> Cells, IReadOnlyList<ScatterPoint> Points, int Count);
