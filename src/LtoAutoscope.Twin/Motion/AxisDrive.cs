namespace LtoAutoscope.Twin.Motion;

/// <summary>What a motor controller asks of one axis.</summary>
/// <param name="Axis">0 x, 1 y, 2 z, 3 rotation, 4 tilt.</param>
/// <param name="Target">Where to, mm or degrees; cut to the travel.</param>
/// <param name="Speed">Highest speed, units per second, &gt; 0; cut to what the axis can do.</param>
/// <param name="Acceleration">Units per second squared, &gt; 0; cut to what the axis can do.</param>
public readonly record struct AxisDrive(int Axis, double Target, double Speed, double Acceleration);
