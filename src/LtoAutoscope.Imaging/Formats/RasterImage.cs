using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using SkiaSharp;

namespace LtoAutoscope.Imaging.Formats;

/// <summary>JPEG, BMP, WebP and the rarer PNG files, through SkiaSharp, as 8-bit luma.</summary>
internal static class RasterImage
{
    /// <summary>Decodes a file.</summary>
    /// <exception cref="InputException">No image, truncated or too large.</exception>
    internal static GreyImage Read(byte[] bytes, string name)
    {
        using SKCodec codec = Open(bytes)
            ?? throw new InputException("The file is no image of a known kind", name, "Give a TIFF, PNG, JPEG, BMP or WebP file");
        ImageReader.CheckSize(codec.Info.Width, codec.Info.Height, name);
        return Decode(codec, out SKCodecResult result)
            ?? throw new InputException($"The image is damaged or truncated ({result})", name, "Copy the file again from the microscope");
    }

    /// <summary>The size that a file claims; null where it is no image.</summary>
    internal static (int Width, int Height)? SizeOf(byte[] bytes)
    {
        using SKCodec? codec = Open(bytes);
        return codec is null ? null : (codec.Info.Width, codec.Info.Height);
    }

    /// <summary>Decodes a file; null when that fails.</summary>
    internal static GreyImage? TryRead(byte[] bytes)
    {
        using SKCodec? codec = Open(bytes);
        return codec is not null && (long)codec.Info.Width * codec.Info.Height <= ImageReader.MaximumPixels ? Decode(codec, out _) : null;
    }

    private static SKCodec? Open(byte[] bytes)
    {
        using SKData data = SKData.CreateCopy(bytes);
        return SKCodec.Create(data);
    }

    private static GreyImage? Decode(SKCodec codec, out SKCodecResult result)
    {
        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        using var bitmap = new SKBitmap(info);
        result = codec.GetPixels(info, bitmap.GetPixels());
        if (result != SKCodecResult.Success) return null;
        var image = new GreyImage(info.Width, info.Height, 8);
        ReadOnlySpan<byte> pixels = bitmap.GetPixelSpan();
        for (int i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = Luma.Of(pixels[4 * i], pixels[4 * i + 1], pixels[4 * i + 2]);
        return image;
    }
}
