namespace LtoAutoscope.Twin.Servers.RemCon32;

/// <summary>A command is answered by an error number.</summary>
internal sealed class RemCon32RefusalException(RemCon32Error error) : Exception($"error {(int)error}")
{
    public RemCon32Error Error => error;
}
