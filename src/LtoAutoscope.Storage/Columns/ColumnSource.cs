namespace LtoAutoscope.Storage.Columns;

/// <summary>What a column file was made from; where that has changed, the file is made anew.</summary>
/// <param name="Kind"><c>particles.csv</c>, or <c>analysis</c> while a run is under way.</param>
/// <param name="Length">Bytes of the source.</param>
/// <param name="ModifiedTicks">When the source was last written, 100 ns ticks, UTC; 0 where that says nothing.</param>
/// <param name="Hash">XXH3-64 of the source, 16 hex digits.</param>
public sealed record ColumnSource(string Kind, long Length, long ModifiedTicks, string Hash);
