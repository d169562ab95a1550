using System.Text.Json;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Storage.Tests.Runs;

/// <summary>A frame as JSON: a codec that needs no image library.</summary>
internal sealed class PlainCodec : IFrameCodec
{
    public string Extension => ".tif";

    public void Write(Frame frame, Stream destination)
        => JsonSerializer.Serialize(destination, new Stored(frame.Metadata, frame.Image.Pixels), DomainJson.Line);

    public Frame Read(Stream source, string name)
    {
        try
        {
            Stored stored = JsonSerializer.Deserialize<Stored>(source, DomainJson.Line)!;
            return new Frame(stored.Metadata, new GreyImage(stored.Metadata.WidthPx, stored.Metadata.HeightPx, stored.Metadata.BitsPerPixel, stored.Pixels));
        }
        catch (JsonException error)
        {
            throw new InputException("this is no frame", name, "Take it again", error);
        }
    }

    private sealed record Stored(FrameMetadata Metadata, ushort[] Pixels);
}
