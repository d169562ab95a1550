namespace LtoAutoscope.Domain.Samples;

/// <summary>A rectangle of the holder that the beam's axis must not come over, stage coordinates, mm: a screw, a clip, a Faraday cup's rim.</summary>
/// <param name="Name">What lies there.</param>
/// <param name="FromXMm">Lower x.</param>
/// <param name="FromYMm">Lower y.</param>
/// <param name="ToXMm">Upper x.</param>
/// <param name="ToYMm">Upper y.</param>
/// <param name="HeightMm">How high it stands over the holder's reference plane, mm: a way over it is refused where the lens would come nearer than the interlock allows.</param>
public sealed record KeepOut(string Name, double FromXMm, double FromYMm, double ToXMm, double ToYMm, double HeightMm = 0)
{
    /// <summary>Whether a place lies in it.</summary>
    public bool Contains(double xMm, double yMm) => xMm >= FromXMm && xMm <= ToXMm && yMm >= FromYMm && yMm <= ToYMm;
}
