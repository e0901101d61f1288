// What a script that uses axios pays before its first request.
import 'axios';
