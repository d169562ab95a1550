using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>Image shift of a SharkSEM microscope; setting it zeroes an electronic beam tilt, and the reverse.</summary>
internal sealed class SharkSemBeamShift(SharkSemMicroscope microscope) : IBeamShift
{
    private const double ToleranceUm = 0.05;

    private SharkSemConnection Control => microscope.Session.Control;

    public async Task<(double XUm, double YUm)?> ReadAsync(CancellationToken cancellationToken)
        => await ReadUmAsync(cancellationToken).ConfigureAwait(false);

    public async Task SetAsync(double xUm, double yUm, CancellationToken cancellationToken)
    {
        await Control.SendAsync("SetImageShift", new SharkSemBodyWriter().Float(xUm / 1000).Float(yUm / 1000), cancellationToken).ConfigureAwait(false);
        (double x, double y) = await ReadUmAsync(cancellationToken).ConfigureAwait(false);
        SharkSemColumn.Compare("image shift x", xUm, x, ToleranceUm, "µm");
        SharkSemColumn.Compare("image shift y", yUm, y, ToleranceUm, "µm");
    }

    private Task<(double XUm, double YUm)> ReadUmAsync(CancellationToken cancellationToken)
        => Control.CallAsync("GetImageShift", null, reader => (reader.Float() * 1000, reader.Float() * 1000), cancellationToken);
}
