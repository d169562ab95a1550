using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Acquisition.Drift;

/// <summary>
/// Finds a place on the sample again by a picture that was taken of it: at the same field first, then in wider fields, then in a spiral of wider fields. What a
/// wide field finds is imaged again at the frame's own field and counts only if that matches.
/// </summary>
/// <param name="microscope">The microscope, behind the interlock.</param>
/// <param name="book">Books each exposure before it is made.</param>
/// <param name="options">How far it searches; the defaults when null.</param>
public sealed class Relocaliser(IMicroscope microscope, BookExposure book, RelocaliserOptions? options = null)
{
    private readonly RelocaliserOptions _options = options ?? new RelocaliserOptions();

    /// <summary>Moves to where a frame was taken and searches it. Field and stage are left as the frame had them; the electrical shift is not touched.</summary>
    /// <param name="reference">The frame with position, pixel size and dwell.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <param name="rotationDeg">Angle from the image's x axis to the stage's, degrees counter-clockwise.</param>
    /// <exception cref="ArgumentException">The frame's position, pixel size or dwell is unknown.</exception>
    /// <exception cref="InstrumentFaultException">A move or a scan failed.</exception>
    /// <exception cref="IOException">A dose could not be booked; nothing was exposed.</exception>
    public async Task<Relocalisation> FindAsync(Frame reference, CancellationToken cancellationToken, double rotationDeg = 0)
    {
        ArgumentNullException.ThrowIfNull(reference);
        FrameMetadata metadata = reference.Metadata;
        if (metadata.Position is not { } place || metadata.FieldWidthUm is not { } fieldUm || metadata.DwellUs is not { } dwellUs)
            throw new ArgumentException($"Position, pixel size or dwell of {metadata.FrameId} are unknown.", nameof(reference));
        var search = new Search(this, reference.Image, metadata.FrameId, place, fieldUm, new ScanRequest(metadata.WidthPx, metadata.HeightPx, metadata.BitsPerPixel, dwellUs), rotationDeg);
        try
        {
            return await search.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await microscope.Column.SetFieldWidthUmAsync(fieldUm, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>One search with what it has seen.</summary>
    private sealed class Search(Relocaliser owner, GreyImage reference, string frameId, StagePosition place, double fieldUm, ScanRequest request, double rotationDeg)
    {
        private readonly List<GreyImage> _images = [];
        private double _best;

        internal async Task<Relocalisation> RunAsync(CancellationToken cancellationToken)
        {
            await owner.MoveAsync(place.XMm, place.YMm, cancellationToken).ConfigureAwait(false);
            if (await ConfirmAsync(0, 0, "at its own field", cancellationToken).ConfigureAwait(false) is { } near) return near;
            foreach (int wider in owner._options.WiderFields.Order())
                if (await LookAsync(0, 0, wider, cancellationToken).ConfigureAwait(false) is { } found) return found;
            int widest = owner._options.WiderFields.DefaultIfEmpty(1).Max();
            double step = fieldUm * widest * (1 - owner._options.RingOverlap), rise = step * request.HeightPx / request.WidthPx;
            foreach ((int x, int y) in Spiral(owner._options.Rings))
                if (await LookAsync(x * step, y * rise, widest, cancellationToken).ConfigureAwait(false) is { } found) return found;
            await owner.MoveAsync(place.XMm, place.YMm, cancellationToken).ConfigureAwait(false);
            return new Relocalisation(false, 0, 0, _best, FormattableString.Invariant(
                $"{frameId} was not found within {((2 * owner._options.Rings * (1 - owner._options.RingOverlap)) + 1) * widest * fieldUm:0.#} µm around its place: the best of {_images.Count} pictures has a confidence of {_best:0.00} (limit {ShiftEstimate.ReliableConfidence:0.00})"), _images);
        }

        /// <summary>Looks for the frame in a wider field around a place, and confirms what it finds.</summary>
        private async Task<Relocalisation?> LookAsync(double xUm, double yUm, int wider, CancellationToken cancellationToken)
        {
            await owner.MoveAsync(place.XMm + xUm / 1000, place.YMm + yUm / 1000, cancellationToken).ConfigureAwait(false);
            GreyImage wide = await ScanAsync(xUm, yUm, wider, cancellationToken).ConfigureAwait(false);
            ShiftEstimate shift = PhaseCorrelation.Find(GreyPlane.Of(reference, wider), GreyPlane.Of(wide));
            _best = Math.Max(_best, shift.Confidence);
            if (!shift.IsReliable) return null;
            (double dx, double dy) = Displacement.OfSampleUm(shift, fieldUm * wider * 1000 / request.WidthPx, rotationDeg);
            await owner.MoveAsync(place.XMm + (xUm + dx) / 1000, place.YMm + (yUm + dy) / 1000, cancellationToken).ConfigureAwait(false);
            return await ConfirmAsync(xUm + dx, yUm + dy, FormattableString.Invariant($"in a field {wider} times as wide"), cancellationToken).ConfigureAwait(false);
        }

        /// <summary>Images the frame's own field at a place to which the stage has moved; null when it does not match.</summary>
        private async Task<Relocalisation?> ConfirmAsync(double xUm, double yUm, string how, CancellationToken cancellationToken)
        {
            GreyImage image = await ScanAsync(xUm, yUm, 1, cancellationToken).ConfigureAwait(false);
            ShiftEstimate shift = PhaseCorrelation.Shift(reference, image);
            _best = Math.Max(_best, shift.Confidence);
            if (!shift.IsReliable) return null;
            (double dx, double dy) = Displacement.OfSampleUm(shift, fieldUm * 1000 / request.WidthPx, rotationDeg);
            (double x, double y) = (xUm + dx, yUm + dy);
            return new Relocalisation(true, x, y, shift.Confidence, FormattableString.Invariant(
                $"{frameId} was found {how}, {Math.Sqrt(x * x + y * y):0.000} µm from its place, with a confidence of {shift.Confidence:0.00} (limit {ShiftEstimate.ReliableConfidence:0.00})"), _images);
        }

        private async Task<GreyImage> ScanAsync(double xUm, double yUm, int wider, CancellationToken cancellationToken)
        {
            await owner.SetFieldAsync(fieldUm * wider, cancellationToken).ConfigureAwait(false);
            StagePosition at = place with { XMm = place.XMm + xUm / 1000, YMm = place.YMm + yUm / 1000 };
            await owner.BookAsync(frameId, at, fieldUm * wider, request, cancellationToken).ConfigureAwait(false);
            GreyImage image = await owner.ScanAsync(request, cancellationToken).ConfigureAwait(false);
            _images.Add(image);
            return image;
        }

        /// <summary>The places of a square spiral around the middle, without the middle, nearest ring first.</summary>
        private static IEnumerable<(int X, int Y)> Spiral(int rings)
        {
            for (int ring = 1; ring <= rings; ring++)
            {
                for (int x = -ring; x <= ring; x++)
                    for (int y = -ring; y <= ring; y++)
                        if (Math.Max(Math.Abs(x), Math.Abs(y)) == ring) yield return (x, y);
            }
        }
    }

    private Task MoveAsync(double xMm, double yMm, CancellationToken cancellationToken) => microscope.Stage.MoveAsync(StageTarget.Planar(xMm, yMm), cancellationToken);

    private Task SetFieldAsync(double widthUm, CancellationToken cancellationToken) => microscope.Column.SetFieldWidthUmAsync(widthUm, cancellationToken);

    private Task BookAsync(string frameId, StagePosition at, double widthUm, ScanRequest request, CancellationToken cancellationToken) => book($"relocalise:{frameId}", at, widthUm, request, cancellationToken);

    private Task<GreyImage> ScanAsync(ScanRequest request, CancellationToken cancellationToken) => microscope.Scanner.ScanFrameAsync(request, null, cancellationToken);
}
