using System.Globalization;
using BitMiracle.LibTiff.Classic;
using LtoAutoscope.Domain;

namespace LtoAutoscope.Imaging.Formats;

/// <summary>What kind of picture a TIFF page holds, with the defaults of TIFF 6.0; kinds that are not read are refused by name.</summary>
internal sealed record TiffShape
{
    internal required int Width { get; init; }

    internal required int Height { get; init; }

    /// <summary>Bits a sample.</summary>
    internal required int Bits { get; init; }

    /// <summary>Samples a pixel.</summary>
    internal required int Samples { get; init; }

    internal required Photometric Photometric { get; init; }

    /// <summary>Number of the compression (259); 1 is none.</summary>
    internal required int Compression { get; init; }

    internal required bool IsTiled { get; init; }

    internal required bool IsBitReversed { get; init; }

    /// <summary>Grey with 8 or 16 bits: read as it is.</summary>
    internal bool IsGrey => Samples == 1 && Bits is 8 or 16 && Photometric is Photometric.MINISBLACK or Photometric.MINISWHITE;

    /// <summary>An 8-bit palette.</summary>
    internal bool IsPlainPalette => Samples == 1 && Bits == 8 && Photometric == Photometric.PALETTE;

    internal bool IsWhiteZero => Photometric == Photometric.MINISWHITE;

    /// <exception cref="InputException">Float, complex, signed, more than 16 bits, or no size.</exception>
    internal static TiffShape Of(TiffPage page, string name)
    {
        if (page.Width > int.MaxValue || page.Height > int.MaxValue) ImageReader.CheckSize(page.Width, page.Height, name);
        long bits = page.Integer(258) ?? 1, samples = page.Integer(277) ?? 1, format = page.Integer(339) ?? 1;
        string? refused = format switch
        {
            3 => $"{bits}-bit float values",
            5 or 6 => "complex values",
            2 => $"{bits}-bit signed values",
            _ when bits is < 1 or > 16 or 3 or 5 or 6 or 7 or 9 or 10 or 11 or 13 or 14 or 15 => $"{bits}-bit values",
            _ when bits == 12 => "packed 12-bit values",
            _ when samples is < 1 or > 16 => $"{samples} samples a pixel",
            _ => null,
        };
        if (refused is not null)
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"The TIFF holds {refused}, which are not read"), name, "Export the image with 8 or 16 bits a pixel, unsigned");
        return new TiffShape
        {
            Width = (int)page.Width, Height = (int)page.Height, Bits = (int)bits, Samples = (int)samples,
            Photometric = (Photometric)(page.Integer(262) ?? (long)Photometric.MINISBLACK),
            Compression = (int)(page.Integer(259) ?? 1), IsTiled = page.Entries.ContainsKey(322) || page.Entries.ContainsKey(324),
            IsBitReversed = page.Integer(266) == 2,
        };
    }
}
