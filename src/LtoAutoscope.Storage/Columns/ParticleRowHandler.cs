namespace LtoAutoscope.Storage.Columns;

/// <summary>A row of <c>particles.csv</c>.</summary>
/// <param name="id">Id of the particle, UTF-8.</param>
/// <param name="frame">Its frame, UTF-8.</param>
/// <param name="touchesBorder">Whether it meets the frame's border.</param>
/// <param name="overlapped">Whether others hide a part of it.</param>
/// <param name="numbers">The columns that were asked for, in their order; NaN where the table lacks one.</param>
public delegate void ParticleRowHandler(ReadOnlySpan<byte> id, ReadOnlySpan<byte> frame, bool touchesBorder, bool overlapped, ReadOnlySpan<double> numbers);
