namespace LtoAutoscope.Storage.Columns;

/// <summary>One block of a column file.</summary>
/// <param name="Name">Such as <c>diameter_nm</c>, or <c>by:diameter_nm</c> for the rows in its order.</param>
/// <param name="Type"><c>f64</c>, <c>i32</c> or <c>u8</c>, little-endian.</param>
/// <param name="Offset">Where it begins, bytes.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Hash">XXH3-64 of its bytes, 16 hex digits.</param>
public sealed record ColumnBlock(string Name, string Type, long Offset, long Length, string Hash);
