using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Xl30;

/// <summary>The beam shift of an XL microscope; mm on the wire.</summary>
internal sealed class Xl30BeamShift(Xl30Microscope microscope) : IBeamShift
{
    private const double ToleranceUm = 0.05;

    public async Task<(double XUm, double YUm)?> ReadAsync(CancellationToken cancellationToken)
    {
        (double x, double y) = await microscope.GetPairAsync(Xl30Opcode.GetBeamShift, cancellationToken).ConfigureAwait(false);
        return (x * 1000, y * 1000);
    }

    public async Task SetAsync(double xUm, double yUm, CancellationToken cancellationToken)
    {
        await microscope.DoAsync(Xl30Message.Floats(Xl30Opcode.SetBeamShift, xUm / 1000, yUm / 1000), CancellationToken.None, cancellationToken).ConfigureAwait(false);
        (double x, double y) = await microscope.GetPairAsync(Xl30Opcode.GetBeamShift, cancellationToken).ConfigureAwait(false);
        Xl30Microscope.Compare("beam shift x", xUm, x * 1000, ToleranceUm, "µm");
        Xl30Microscope.Compare("beam shift y", yUm, y * 1000, ToleranceUm, "µm");
    }
}
