using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Formats;
using LtoAutoscope.Imaging.Formats.Vendors;
using LtoAutoscope.Imaging.Marks;

namespace LtoAutoscope.Imaging.Analysis;

/// <summary>
/// Which pixel size an image is measured with. What the maker's tag, OME-XML, ImageJ or a file beside the image says goes first, then what a person says (<c>--pixel-size-nm</c>, or
/// <c>--scale-bar</c> with the bar that is found), last plain resolution tags. A scale bar is never used unless a person says what it stands for.
/// </summary>
/// <param name="Nm">Edge of a pixel, nm.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="Note">What a reader should know of it, or null.</param>
/// <param name="Reservation">What every reader of the results must see, or null.</param>
/// <param name="Bar">The scale bar that was used, or null.</param>
internal sealed record PixelSizeChoice(double Nm, string Source, string? Note = null, string? Reservation = null, FoundScaleBar? Bar = null)
{
    private const double Agreement = 0.01;

    /// <summary>Chooses.</summary>
    /// <exception cref="InputException">Nothing tells the size; the message names what was refused, and a scale bar that was found.</exception>
    internal static PixelSizeChoice Of(ImagePage page, FolderAnalysisOptions options, string path)
    {
        PixelSizeClaim? own = page.Facts.PixelSizes.FirstOrDefault(static claim => !claim.IsWeak), weak = page.Facts.PixelSizes.FirstOrDefault(static claim => claim.IsWeak);
        if (own is not null)
        {
            string? note = options.PixelSizeNm is double given && Differs(own.Nm, given)
                ? FormattableString.Invariant($"the file's own pixel size, {own.Nm:G6} nm ({own.Source}), was used, not the {given:G6} nm given")
                : options.ScaleBarNm is not null ? FormattableString.Invariant($"the file's own pixel size, {own.Nm:G6} nm ({own.Source}), was used, not the scale bar") : null;
            return new PixelSizeChoice(own.Nm, own.Source, note);
        }

        if (options.PixelSizeNm is double size)
        {
            return new PixelSizeChoice(size, "--pixel-size-nm", weak is not null && Differs(weak.Nm, size)
                ? FormattableString.Invariant($"the {size:G6} nm given were used, not the {weak.Nm:G6} nm of the {weak.Source}") : null);
        }

        FoundScaleBar? bar = options.ScaleBarNm is null && weak is not null ? null : ScaleBarFinder.Find(page.Frame.Image);
        if (options.ScaleBarNm is double length) return FromBar(bar, length, path);
        if (weak is not null) return new PixelSizeChoice(weak.Nm, weak.Source, $"the pixel size is that of the {weak.Source}; many programs write print settings there");
        throw Unknown(page, bar, path);
    }

    private static PixelSizeChoice FromBar(FoundScaleBar? bar, double lengthNm, string path)
    {
        if (bar is null) throw new InputException("No scale bar was found in the image", path, "Measure one by hand and give the pixel size with `--pixel-size-nm`");
        double nm = lengthNm / bar.LengthPx;
        if (!PixelSizeClaim.IsPossible(nm)) throw new InputException(FormattableString.Invariant($"{bar} for {lengthNm:G6} nm would make pixels of {nm:G4} nm"), path, "Give what the bar's label says");
        string words = FormattableString.Invariant($"scale from a burnt-in bar: {lengthNm:G6} nm = {bar.LengthPx} px");
        return new PixelSizeChoice(nm, "--scale-bar", FormattableString.Invariant($"{words}, found from column {bar.X} in row {bar.Y}; good to about {200.0 / bar.LengthPx:0.#} %"), words, bar);
    }

    private static InputException Unknown(ImagePage page, FoundScaleBar? bar, string path)
    {
        string refused = page.Facts.Notes.FirstOrDefault(static note => note.Contains("no possible pixel size", StringComparison.Ordinal)) is { } note ? $" ({note})" : "";
        return bar is { IsLikely: true }
            ? new InputException($"The file does not tell its pixel size{refused}, so nothing can be measured in nm; {bar} was found", path,
                "If its label says 200 nm, give `--scale-bar 200nm`; the picture NAME_scalebar.png shows which bar is meant. Or give the pixel size with `--pixel-size-nm`")
            : new InputException($"The file does not tell its pixel size{refused}, so nothing can be measured in nm", path, "Give the pixel size with `--pixel-size-nm`");
    }

    private static bool Differs(double a, double b) => Math.Abs(a / b - 1) > Agreement;
}
