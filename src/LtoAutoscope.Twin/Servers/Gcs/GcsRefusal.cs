namespace LtoAutoscope.Twin.Servers.Gcs;

/// <summary>A command that the controller refuses: it latches the number and answers nothing.</summary>
internal sealed class GcsRefusal(int number) : Exception($"GCS error {number}")
{
    public int Number => number;
}
