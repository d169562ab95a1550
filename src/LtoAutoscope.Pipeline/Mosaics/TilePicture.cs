namespace LtoAutoscope.Pipeline.Mosaics;

/// <summary>A tile as bytes.</summary>
/// <param name="Bytes">The file.</param>
/// <param name="ContentType">What it is.</param>
/// <param name="Version">Changes with what it shows.</param>
public sealed record TilePicture(ReadOnlyMemory<byte> Bytes, string ContentType, string Version);
